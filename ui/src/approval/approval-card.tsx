import { createSignal, createUniqueId, For, Show } from 'solid-js';
import type { ApprovalCard as Card, ApprovalDto } from '../../../contract/model.ts';
import { api } from '../api/client.ts';
import { createTask } from '../task.ts';
import { AdPreview } from './ad-preview.tsx';
import { FoldingCard } from './folding-card.tsx';
import { approvalTone, receiptLine } from './words.ts';

/** Something to decide: the brief, or a plan that costs money. */
export function ApprovalCard(props: {
  approval: ApprovalDto;
  words: string;
  page: ProjectPageDto;
}): JSX.Element {
  return (
    <Show
      when={props.approval.kind === 'brief' && props.page.brief}
      fallback={<PlanCard approval={props.approval} />}
    >
      {(brief) => <BriefCard approval={props.approval} brief={brief()} />}
    </Show>
  );
}

  return (
    <Show when={props.approval.card}>
      {(card) => (
        <FoldingCard
          testid="plan-card"
          decided={props.approval.status !== 'PENDING'}
          line={receiptLine(props.approval)}
          tone={approvalTone(props.approval)}
          title={card().question}
        >
          <PlanBody card={card()} />
          <Show when={props.approval.reason}>
            <p class="note">You wrote: {props.approval.reason}</p>
          </Show>
          <Show when={props.approval.status === 'PENDING'}>
            <Decision
              approval={props.approval}
              approveLabel={card().approveLabel}
              onDecided={props.onDecided}
            />
          </Show>
        </FoldingCard>
      )}
    </Show>
  );
}

function PlanBody(props: { card: Card }) {
  return (
    <>
      <Show when={props.card.reasoning}>
        <p class="reasoning">{props.card.reasoning}</p>
      </Show>
      <dl class="rows">
        <For each={props.card.rows}>
          {(row) => (
            <div class="row">
              <dt>{row.label}</dt>
              <dd>{row.value}</dd>
            </div>
          )}
        </For>
      </dl>
      <Show when={props.card.ads.length > 0}>
        <div
          class="ads"
          classList={{ single: props.card.ads.length === 1 }}
          role="group"
          tabindex="0"
          aria-label="The ads as people will see them"
        >
          <For each={props.card.ads}>
            {(ad, index) => (
              <AdPreview ad={ad} label={`Ad ${index() + 1} of ${props.card.ads.length}: ${ad.headline}`} />
            )}
          </For>
        </div>
      </Show>
    </>
  );
}

/** Approve, say what should change, or leave it: the only buttons that decide. */
export function Decision(props: {
  approval: ApprovalDto;
  approveLabel: string;
  onDecided: (approval: ApprovalDto) => void;
  /** Words under the buttons. */
  small?: string;
}) {
  const [verdict, setVerdict] = createSignal<'approve' | 'reject'>('approve');
  const [changing, setChanging] = createSignal(false);
  const decision = createTask(async (wanted: 'approve' | 'reject', reason: string) => {
    setVerdict(wanted);
    const { id: approvalId, contentHash } = props.approval;
    props.onDecided(
      await api.decide({
        approvalId,
        verdict: wanted,
        contentHash,
        ...(reason === '' ? {} : { reason }),
      }),
    );
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
}) {
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
        rows="3"
        maxlength="2000"
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
