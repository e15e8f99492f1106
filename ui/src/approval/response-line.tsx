import { Show } from 'solid-js';
import IconCheck from '~icons/lucide/check';
import IconReply from '~icons/lucide/corner-down-left';
import type { MessageDto } from '../../../contract/model.ts';
import { clockTime } from '../format.ts';

/** A decision as one quiet line in the conversation. */
export function ResponseLine(props: { message: MessageDto; verdict: 'approve' | 'reject' }) {
  return (
    <p class="receipt" data-testid="approval-response">
      <Show when={props.verdict === 'approve'} fallback={<IconReply aria-hidden="true" />}>
        <IconCheck class="tone-good" aria-hidden="true" />
      </Show>
      <span>
        {props.verdict === 'approve' ? 'You approved: ' : 'You answered: '}
        {props.message.content}
        <span class="figure"> · {clockTime(props.message.createdAt)}</span>
      </span>
    </p>
  );
}
