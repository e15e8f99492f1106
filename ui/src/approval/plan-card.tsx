import { createSignal, For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { ApprovalDto } from '../../../contract/model.ts';
import { api, wordsFor } from '../api/client.ts';
import { moment } from '../format.ts';
import { AdPreview } from './ad-preview.tsx';

/** The campaign plan with everything that will happen, and the only buttons that approve. */
export function PlanCard(props: { approval: ApprovalDto; open: boolean }): JSX.Element {
  return (
    <Show when={props.approval.card}>
      {(card) => (
        <div class="card-body">
          <p class="kicker" classList={{ waiting: props.open }}>
            {kicker(props.approval, props.open)}
          </p>
          <h2>{card().question}</h2>
          <dl class="rows">
            <For each={card().rows}>
              {(row) => (
                <div class="row">
                  <dt>{row.label}</dt>
                  <dd>{row.value}</dd>
                </div>
              )}
            </For>
          </dl>
          <Show when={card().ads.length > 0}>
            <div class="ads" role="group" aria-label="How the ads will look" tabindex="0">
              <For each={card().ads}>{(ad) => <AdPreview ad={ad} />}</For>
            </div>
          </Show>
          <Show when={card().reasoning}>
            <p class="note">{card().reasoning}</p>
          </Show>
          <Show when={props.open}>
            <PlanDecision approval={props.approval} approveLabel={card().approveLabel} />
          </Show>
        </div>
      )}
    </Show>
  );
}

function kicker({ expiresAt }: ApprovalDto, open: boolean): string {
  if (!open) return 'Campaign plan';
  return expiresAt === null
    ? 'Your approval is needed'
    : `Your approval is needed · expires ${moment(expiresAt)}`;
}

function PlanDecision(props: { approval: ApprovalDto; approveLabel: string }): JSX.Element {
  const [changing, setChanging] = createSignal(false);
  const [reason, setReason] = createSignal('');
  const [busy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string | null>(null);
  const decide = async (verdict: 'approve' | 'reject', why?: string) => {
    setBusy(true);
    setProblem(null);
    try {
      const { id, contentHash } = props.approval;
      await api.decide({
        approvalId: id,
        contentHash,
        verdict,
        ...(why === undefined ? {} : { reason: why }),
      });
    } catch (error) {
      setProblem(wordsFor(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Show when={problem()}>
        <p class="problem" role="alert">
          {problem()}
        </p>
      </Show>
      <Show
        when={changing()}
        fallback={
          <div class="actions">
            <button
              class="button primary"
              type="button"
              disabled={busy()}
              data-testid="approve-plan"
              onClick={() => void decide('approve')}
            >
              {props.approveLabel}
            </button>
            <button
              class="button quiet"
              type="button"
              disabled={busy()}
              onClick={() => setChanging(true)}
            >
              Change something
            </button>
            <button
              class="button plain"
              type="button"
              disabled={busy()}
              onClick={() => void decide('reject')}
            >
              Not now
            </button>
          </div>
        }
      >
        <label class="field">
          <span>What should be different?</span>
          <textarea
            class="input"
            rows={3}
            maxLength={2000}
            value={reason()}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        <div class="actions">
          <button
            class="button primary"
            type="button"
            disabled={busy() || reason().trim() === ''}
            onClick={() => void decide('reject', reason().trim())}
          >
            Send this back
          </button>
          <button class="button plain" type="button" onClick={() => setChanging(false)}>
            Keep the plan
          </button>
        </div>
      </Show>
      <p class="small muted">Only this button approves. Typing “yes” in the chat spends nothing.</p>
    </>
  );
}
