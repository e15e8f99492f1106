import { createSignal, createUniqueId, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ApprovalDto } from '../../../contract/model.ts';
import { api } from '../http/client.ts';
import { useProjectStore } from '../state/project-context.ts';
import { createTask } from '../task.ts';

/** Approve, say what should change, or leave it: the only buttons that decide. */
export function Decision(props: {
  approval: ApprovalDto;
  approveLabel: string;
  /** Words under the buttons. */
  small?: string;
}): JSX.Element {
  const store = useProjectStore();
  const [verdict, setVerdict] = createSignal<'approve' | 'reject'>('approve');
  const [changing, setChanging] = createSignal(false);
  const decision = createTask(async (wanted: 'approve' | 'reject', reason: string) => {
    setVerdict(wanted);
    const { id: approvalId, contentHash, projectId } = props.approval;
    const data = await api.decide({
      approvalId,
      verdict: wanted,
      contentHash,
      ...(reason === '' ? {} : { reason }),
    });
    store.apply({ kind: 'change', change: { type: 'approval', projectId, data } });
  });
  const isBrief = (): boolean => props.approval.kind === 'brief';
  return (
    <>
      <Show when={decision.problem()}>
        <p class="note bad" role="alert">
          {decision.problem()}
        </p>
      </Show>
      <Show
        when={!changing()}
        fallback={
          <ChangeRequest
            busy={decision.busy()}
            onSend={(reason) => void decision.run('reject', reason)}
            onBack={() => setChanging(false)}
          />
        }
      >
        <div class="actions">
          <button
            type="button"
            class="button primary"
            data-testid={isBrief() ? 'approve-brief' : 'approve-plan'}
            disabled={decision.busy()}
            onClick={() => void decision.run('approve', '')}
          >
            {decision.busy() && verdict() === 'approve' ? 'Sending…' : props.approveLabel}
          </button>
          <button
            type="button"
            class="button quiet"
            data-testid="change-something"
            disabled={decision.busy()}
            onClick={() => setChanging(true)}
          >
            Change something
          </button>
          <button
            type="button"
            class="button plain"
            data-testid="not-now"
            disabled={decision.busy()}
            onClick={() => void decision.run('reject', '')}
          >
            Not now
          </button>
        </div>
      </Show>
      <p class="small muted">
        {props.small ??
          'Facebook charges your ad account directly, and tax may be added. Only this button approves; nothing you write in the chat does.'}
      </p>
    </>
  );
}

function ChangeRequest(props: {
  busy: boolean;
  onSend: (reason: string) => void;
  onBack: () => void;
}): JSX.Element {
  const [reason, setReason] = createSignal('');
  const id = createUniqueId();
  return (
    <form
      class="field"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason().trim() !== '') props.onSend(reason().trim());
      }}
    >
      <label class="small" for={id}>
        What should be different? I will not go on with this version and will make a new one.
      </label>
      <textarea
        id={id}
        class="input"
        rows={3}
        maxLength={2000}
        ref={(element) => queueMicrotask(() => element.focus())}
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <div class="actions">
        <button
          type="submit"
          class="button primary"
          data-testid="send-change"
          disabled={props.busy || reason().trim() === ''}
        >
          {props.busy ? 'Sending…' : 'Ask for this change'}
        </button>
        <button type="button" class="button plain" disabled={props.busy} onClick={props.onBack}>
          Back
        </button>
      </div>
    </form>
  );
}
