import { createEffect, createSignal, For, Match, onCleanup, Show, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import Check from '~icons/lucide/check';
import Copy from '~icons/lucide/copy';
import Eye from '~icons/lucide/eye';
import type { MessageDto } from '../../../contract/model.ts';
import { api, newId } from '../http/client.ts';
import { useProjectStore } from '../state/project-context.ts';
import type { PageState } from '../state/reduce.ts';
import { createTask } from '../task.ts';
import { Prose } from './prose.tsx';
import { Dots } from './waiting.tsx';

/** A silence longer than this is explained. */
const LONG_MS = 10_000;

/** An answer of the agent: what it looked at, its words as they come, and what can be done with them. */
export function AgentText(props: {
  message: MessageDto;
  state: PageState;
  /** Nothing was said after it in its conversation. */
  isLast: boolean;
}): JSX.Element {
  const streaming = (): boolean => props.message.status === 'streaming';
  const text = (): string =>
    streaming()
      ? (props.state.running[props.message.id]?.text ?? props.message.content)
      : props.message.content;
  const about = () => {
    const { metadata } = props.message;
    return metadata.kind === 'answer' ? metadata : null;
  };
  return (
    <div aria-busy={streaming()} data-testid="agent-text">
      <Steps steps={about()?.steps ?? []} />
      <Show
        when={text() !== '' || !streaming()}
        fallback={<Show when={about()?.waiting !== 'busy'} children={<Dots />} />}
      >
        <Prose text={text()} growing={streaming()} />
      </Show>
      <Switch>
        <Match when={streaming() && about()?.waiting === 'busy'}>
          <p class="waiting-line" data-testid="answer-waits">
            <Dots />
            <span class="muted">
              The writing service is busy. I try again by myself, and your message is safe.
            </span>
          </p>
        </Match>
        <Match when={streaming()}>
          <Silence text={text()} />
        </Match>
        <Match when={props.message.status === 'stopped'}>
          <p class="answer-ended small muted">Stopped by you.</p>
        </Match>
        <Match when={props.message.status === 'failed' && text() === ''}>
          <p class="problem">This answer broke off. Nothing else was changed.</p>
        </Match>
      </Switch>
      <Show when={!streaming()}>
        <Below message={props.message} isLast={props.isLast} />
      </Show>
    </div>
  );
}

function Steps(props: {
  steps: readonly { readonly tool: string; readonly words: string }[];
}): JSX.Element {
  return (
    <Show when={props.steps.length > 0}>
      <ul class="answer-steps small muted" data-testid="answer-steps">
        <For each={props.steps}>
          {(step) => (
            <li>
              <Eye /> {step.words}
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}

/** Says so when nothing came for a while in the middle of an answer. */
function Silence(props: { text: string }): JSX.Element {
  const [long, setLong] = createSignal(false);
  createEffect(() => {
    void props.text;
    setLong(false);
    const timer = setTimeout(() => setLong(true), LONG_MS);
    onCleanup(() => clearTimeout(timer));
  });
  return (
    <Show when={long()}>
      <p class="small muted">Still working on it. Your message is safe.</p>
    </Show>
  );
}

/** Pages over plain http cannot write to the clipboard; there the text is selected by hand. */
const canCopy = 'clipboard' in navigator;

/** Quiet buttons below an answer that has ended. */
function Below(props: { message: MessageDto; isLast: boolean }): JSX.Element {
  const store = useProjectStore();
  const [copied, setCopied] = createSignal(false);
  const again = createTask(async (mode: 'continue' | 'again') => {
    const message = await api.retry({ id: newId(), answerId: props.message.id, mode });
    store.apply({ kind: 'sent', message });
  });
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(props.message.content);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  const endedEarly = (): boolean =>
    props.message.status === 'stopped' || props.message.status === 'failed';
  return (
    <div class="answer-tools">
      <Show when={props.isLast && endedEarly()}>
        <Show when={props.message.status === 'stopped' && props.message.content !== ''}>
          <button
            class="button quiet small"
            type="button"
            disabled={again.busy()}
            data-testid="answer-continue"
            onClick={() => void again.run('continue')}
          >
            Continue
          </button>
        </Show>
        <button
          class="button quiet small"
          type="button"
          disabled={again.busy()}
          data-testid="answer-again"
          onClick={() => void again.run('again')}
        >
          Try again
        </button>
      </Show>
      <Show when={canCopy && props.message.content !== '' && props.message.status !== 'failed'}>
        <button
          class="icon-button copy"
          type="button"
          aria-label={copied() ? 'Copied' : 'Copy this answer'}
          title={copied() ? 'Copied' : 'Copy this answer'}
          data-testid="copy-answer"
          // Without the permission the text can still be selected by hand.
          onClick={() => void copy().catch(() => undefined)}
        >
          <Show when={copied()} fallback={<Copy />}>
            <Check />
          </Show>
        </button>
      </Show>
      <Show when={again.problem()}>
        {(problem) => (
          <p class="problem" role="alert">
            {problem()}
          </p>
        )}
      </Show>
    </div>
  );
}
