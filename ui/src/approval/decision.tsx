import { createSignal, Match, Show, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ApprovalDto } from '../../../contract/launch.ts';
import { api } from '../http/client.ts';
import { useProjectStore } from '../state/project-context.ts';
import { createTask } from '../task.ts';
import type { Task } from '../task.ts';
import { ReasonForm } from './reason-form.tsx';
import { showNewest } from './see-newest.tsx';

const APPROVE_IDS: Readonly<Record<ApprovalDto['kind'], string>> = {
  brief: 'approve-brief',
  'campaign-plan': 'approve-plan',
  'ad-fix': 'approve-fix',
  'brief-change': 'approve-brief-change',
  'campaign-change': 'approve-change',
};
/** Refusals that mean: what stands here is not the latest. */
const OUTDATED = new Set(['approval.stale', 'approval.superseded', 'approval.already_decided']);

type DecisionTask = Task<['approve' | 'reject', string]>;

/** Approve, say what should change, or leave it: the only buttons that decide. */
export function Decision(props: {
  approval: ApprovalDto;
  approveLabel: string;
  /** Opens the card for changes; without it a change is asked for in words. */
  onEdit?: (() => void) | undefined;
  /** Words under the buttons. */
  small?: string | undefined;
}): JSX.Element {
  const store = useProjectStore();
  const [verdict, setVerdict] = createSignal<'approve' | 'reject'>('approve');
  const [asking, setAsking] = createSignal<'change' | 'why-not' | null>(null);
  const decision: DecisionTask = createTask(async (wanted, reason) => {
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
  const reject = (reason: string): void => void decision.run('reject', reason);
  return (
    <>
      <Refusal approval={props.approval} decision={decision} />
      <Switch
        fallback={
          <Buttons
            approval={props.approval}
            approveLabel={props.approveLabel}
            busy={decision.busy()}
            approving={decision.busy() && verdict() === 'approve'}
            onApprove={() => void decision.run('approve', '')}
            onChange={() => (props.onEdit === undefined ? setAsking('change') : props.onEdit())}
            onDecline={() => setAsking('why-not')}
          />
        }
      >
        <Match when={OUTDATED.has(decision.code() ?? '')}>{null}</Match>
        <Match when={asking() === 'change'}>
          <ReasonForm
            label="What should be different? I will not go on with this version and will make a new one."
            button="Ask for this change"
            testId="send-change"
            required
            busy={decision.busy()}
            onSend={reject}
            onBack={() => setAsking(null)}
          />
        </Match>
        <Match when={asking() === 'why-not'}>
          <ReasonForm
            label="Why not? You need not say; if you do, I keep it in mind for the next plan."
            button="Leave it"
            testId="send-decline"
            busy={decision.busy()}
            onSend={reject}
            onBack={() => setAsking(null)}
          />
        </Match>
      </Switch>
      <p class="small muted">
        {props.small ??
          'Facebook charges your ad account directly, and tax may be added. Only this button approves; nothing you write in the chat does.'}
      </p>
    </>
  );
}

function Buttons(props: {
  approval: ApprovalDto;
  approveLabel: string;
  busy: boolean;
  approving: boolean;
  onApprove: () => void;
  onChange: () => void;
  onDecline: () => void;
}): JSX.Element {
  return (
    <div class="actions">
      <button
        type="button"
        class="button primary"
        data-testid={APPROVE_IDS[props.approval.kind]}
        disabled={props.busy}
        onClick={() => props.onApprove()}
      >
        {props.approving ? 'Sending…' : props.approveLabel}
      </button>
      <button
        type="button"
        class="button quiet"
        data-testid="change-something"
        disabled={props.busy}
        onClick={() => props.onChange()}
      >
        Change something
      </button>
      <button
        type="button"
        class="button plain"
        data-testid="not-now"
        disabled={props.busy}
        onClick={() => props.onDecline()}
      >
        Not now
      </button>
    </div>
  );
}

/** Why a decision did not count, and the way to what does. */
function Refusal(props: { approval: ApprovalDto; decision: DecisionTask }): JSX.Element {
  const store = useProjectStore();
  const toNewest = async (): Promise<void> => {
    await store.reload();
    props.decision.forget();
    requestAnimationFrame(() => showNewest(store, props.approval));
  };
  return (
    <Show when={props.decision.problem()}>
      <div class="note bad" role="alert" data-testid="refusal">
        <p>{props.decision.problem()}</p>
        <Show when={OUTDATED.has(props.decision.code() ?? '')}>
          <button type="button" class="link" onClick={() => void toNewest()}>
            See what changed
          </button>
        </Show>
      </div>
    </Show>
  );
}
