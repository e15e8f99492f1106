import { createSignal, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { CampaignDto } from '../../../contract/launch.ts';
import { api } from '../http/client.ts';
import { useProjectStore } from '../state/project-context.ts';
import { createTask } from '../task.ts';
import { stageNumber } from './progress.ts';
import { launchStages, listed, remains } from './stages.ts';

/** A launch that cannot go on by itself: what is there, what is not, and the ways from here. */
export function Stopped(props: { campaign: CampaignDto }): JSX.Element {
  const store = useProjectStore();
  const [sure, setSure] = createSignal(false);
  const [asked, setAsked] = createSignal(false);
  const take = (data: CampaignDto): void =>
    store.apply({
      kind: 'change',
      change: { type: 'campaign', projectId: data.projectId, data },
    });
  const retry = createTask(async () => take(await api.deploy(props.campaign.id)));
  const removal = createTask(async () => {
    take(await api.removeCampaign(props.campaign.id));
    setAsked(true);
  });
  const step = (): number => stageNumber(launchStages(props.campaign));
  return (
    <>
      <p data-testid="remains">{remainsWords(props.campaign)}</p>
      <Show when={retry.problem() ?? removal.problem()}>
        {(problem) => (
          <p class="note bad" role="alert">
            {problem()}
          </p>
        )}
      </Show>
      <Show
        when={!asked()}
        fallback={
          <p class="note" role="status" data-testid="removing">
            I am removing what was made from your ad account…
          </p>
        }
      >
        <Show
          when={!sure()}
          fallback={
            <ConfirmRemoval
              name={props.campaign.name}
              busy={removal.busy()}
              onRemove={() => void removal.run()}
              onKeep={() => setSure(false)}
            />
          }
        >
          <div class="actions">
            <Show when={props.campaign.status === 'FAILED'}>
              <button
                class="button primary"
                type="button"
                disabled={retry.busy()}
                data-testid="retry-deployment"
                onClick={() => void retry.run()}
              >
                {retry.busy() ? 'Trying again…' : `Try again from step ${step()}`}
              </button>
            </Show>
            <Show when={props.campaign.canRemove}>
              <button
                class="button quiet"
                type="button"
                disabled={retry.busy()}
                data-testid="remove-made"
                onClick={() => setSure(true)}
              >
                Remove what was made
              </button>
            </Show>
          </div>
        </Show>
      </Show>
    </>
  );
}

function ConfirmRemoval(props: {
  name: string;
  busy: boolean;
  onRemove: () => void;
  onKeep: () => void;
}): JSX.Element {
  return (
    <div class="confirm" role="group" aria-label="Remove what was made" data-testid="confirm">
      <p>
        I delete “{props.name}” and everything in it from your ad account. If you want it after all,
        I make a new plan and you approve that one.
      </p>
      <div class="actions">
        <button
          class="button quiet stop"
          type="button"
          disabled={props.busy}
          data-testid="confirm-removal"
          ref={(element) => queueMicrotask(() => element.focus())}
          onClick={() => props.onRemove()}
        >
          {props.busy ? 'Sending…' : 'Yes, remove it'}
        </button>
        <button
          class="button plain"
          type="button"
          disabled={props.busy}
          onClick={() => props.onKeep()}
        >
          Keep it
        </button>
      </div>
    </div>
  );
}

/** Switched off as everything is until the very end, what was made costs nothing. */
function remainsWords(campaign: CampaignDto): string {
  const { made, missing } = remains(campaign);
  const isOn = campaign.steps.some(
    ({ kind, state }) => kind === 'activate-campaign' && state === 'done',
  );
  if (made.length === 0) return 'Nothing was made in your ad account. It costs nothing.';
  const there = `Made so far${isOn ? '' : ', all switched off'}: ${listed(made)}.`;
  const absent = missing.length === 0 ? '' : ` Not made yet: ${listed(missing)}.`;
  return `${there}${absent}${isOn ? '' : ' It costs nothing.'}`;
}
