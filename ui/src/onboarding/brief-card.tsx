import { For, Show } from 'solid-js';
import type { EditBrief } from '../../../contract/http.ts';
import type { ApprovalDto, BriefDto } from '../../../contract/model.ts';
import { BRIEF_FIELDS } from '../../../domain/brief/brief.ts';
import { Decision } from '../approval/approval-card.tsx';
import { FoldingCard } from '../approval/folding-card.tsx';
import { approvalTone, receiptLine } from '../approval/words.ts';
import { api } from '../api/client.ts';
import { BriefRow } from './brief-row.tsx';

/** What was understood, in eight rows that can be put right on the spot. */
export function BriefCard(props: {
  approval: ApprovalDto;
  brief: BriefDto;
  onDecided: (approval: ApprovalDto) => void;
  onEdited: (brief: BriefDto) => void;
}) {
  const pending = (): boolean => props.approval.status === 'PENDING';
  const save = async (changes: EditBrief['changes']): Promise<void> => {
    const edited = await api.editBrief(props.approval.projectId, {
      version: props.brief.version,
      changes,
    });
    props.onEdited(edited.brief);
    props.onDecided(edited.approval);
  };
  return (
    <FoldingCard
      testid="brief-card"
      decided={!pending()}
      line={receiptLine(props.approval)}
      tone={approvalTone(props.approval)}
      title={props.approval.card?.question ?? 'Did I understand you right?'}
    >
      <dl class="brief-rows">
        <For each={BRIEF_FIELDS}>
          {(field) => (
            <BriefRow field={field} brief={props.brief} editable={pending()} onSave={save} />
          )}
        </For>
      </dl>
      <Show when={pending()}>
        <Decision
          approval={props.approval}
          approveLabel={props.approval.card?.approveLabel ?? "Looks good, let's launch"}
          onDecided={props.onDecided}
          small="This costs nothing. Next I connect to Facebook with you and draft a plan, and I ask again before any money is spent."
        />
      </Show>
    </FoldingCard>
  );
}
