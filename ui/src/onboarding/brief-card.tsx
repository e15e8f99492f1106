import { For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import type { EditBrief } from '../../../contract/http.ts';
import type { ApprovalDto } from '../../../contract/launch.ts';
import type { BriefDto } from '../../../contract/model.ts';
import { BRIEF_FACTS } from '../../../domain/brief/brief.ts';
import { api } from '../http/client.ts';
import { Decision } from '../approval/decision.tsx';
import { FoldingCard } from '../approval/folding-card.tsx';
import { useProjectStore } from '../state/project-context.ts';
import { BriefRow } from './brief-row.tsx';

/** What was understood, in nine rows that can be put right on the spot. */
export function BriefCard(props: { approval: ApprovalDto; brief: BriefDto }): JSX.Element {
  const store = useProjectStore();
  const pending = (): boolean => props.approval.status === 'PENDING';
  const save = async (changes: EditBrief['changes']): Promise<void> => {
    const { projectId } = props.approval;
    const edited = await api.editBrief(projectId, { version: props.brief.version, changes });
    store.apply({ kind: 'change', change: { type: 'brief', projectId, data: edited.brief } });
    store.apply({ kind: 'change', change: { type: 'approval', projectId, data: edited.approval } });
  };
  return (
    <FoldingCard
      approval={props.approval}
      title={props.approval.card?.question ?? 'Did I understand you right?'}
    >
      <dl class="brief-rows">
        <For each={BRIEF_FACTS}>
          {(field) => (
            <BriefRow field={field} brief={props.brief} editable={pending()} onSave={save} />
          )}
        </For>
      </dl>
      <Show when={pending()}>
        <Decision
          approval={props.approval}
          approveLabel={props.approval.card?.approveLabel ?? "Looks good, let's launch"}
          small="This costs nothing. Next I connect to Facebook with you and draft a plan, and I ask again before any money is spent."
        />
      </Show>
    </FoldingCard>
  );
}
