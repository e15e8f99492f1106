import { Match, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import ArrowDown from '~icons/lucide/arrow-down';
import type { ApprovalDto } from '../../../contract/launch.ts';
import { inviteToWrite } from '../conversation/composer-hint.ts';
import { goToCard } from '../conversation/point.ts';
import { useProjectStore } from '../state/project-context.ts';
import type { ProjectStore } from '../state/project-store.ts';
import { newestVersion } from './chain.ts';

/** Leads from an old card to the one that took its place. */
export function showNewest(store: ProjectStore, approval: ApprovalDto): void {
  const page = store.state?.page;
  if (page === undefined) return;
  const { id } = newestVersion(page.approvals, approval);
  goToCard(page.messages, (about) => about.kind === 'approval' && about.approvalId === id);
}

/** The one thing to do with a card that is no longer good. */
export function SeeNewest(props: { approval: ApprovalDto }): JSX.Element {
  const store = useProjectStore();
  const hasNewer = (): boolean => {
    const approvals = store.state?.page.approvals ?? [];
    return newestVersion(approvals, props.approval).id !== props.approval.id;
  };
  return (
    <Switch>
      <Match when={props.approval.status === 'SUPERSEDED' && hasNewer()}>
        <p class="after-fold">
          <button
            type="button"
            class="link"
            data-testid="see-newest"
            onClick={() => showNewest(store, props.approval)}
          >
            See what changed <ArrowDown />
          </button>
        </p>
      </Match>
      <Match when={props.approval.status === 'EXPIRED' && !hasNewer()}>
        <p class="after-fold">
          <button
            type="button"
            class="link"
            data-testid="ask-again"
            onClick={() => inviteToWrite('For example: “Please make me a new plan.”')}
          >
            Ask for a new one
          </button>
        </p>
      </Match>
    </Switch>
  );
}
