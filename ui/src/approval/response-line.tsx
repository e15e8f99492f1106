import { Show } from 'solid-js';
import type { JSX } from 'solid-js';
import Check from '~icons/lucide/check';
import Reply from '~icons/lucide/corner-down-left';
import type { MessageDto } from '../../../contract/model.ts';
import { clockTime } from '../format.ts';

/** A decision as one quiet line in the conversation. */
export function ResponseLine(props: {
  message: MessageDto;
  verdict: 'approve' | 'reject';
}): JSX.Element {
  return (
    <p class="receipt" data-testid="decision-receipt">
      <Show when={props.verdict === 'approve'} fallback={<Reply />}>
        <Check class="tone-good" />
      </Show>
      <span>
        {props.verdict === 'approve' ? 'You approved' : 'You answered'}: “{props.message.content}”
        <span class="figure"> · {clockTime(props.message.createdAt)}</span>
      </span>
    </p>
  );
}
