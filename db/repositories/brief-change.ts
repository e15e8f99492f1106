import { completeBrief } from '../../domain/brief/brief.ts';
import { budgetWords } from '../../domain/brief/budget-words.ts';
import { readBriefChange } from '../../domain/brief/change.ts';
import { briefText, draftFrom, sourcesOf } from '../../domain/brief/draft.ts';
import type { BriefView } from '../../domain/project/views.ts';
import type { Trx } from '../client.ts';
import { listApprovals, setChanging } from './approvals.ts';
import type { ApprovalRow } from './approvals.ts';
import { insertArtifact } from './artifacts.ts';
import { currentBrief, newBriefVersion } from './briefs.ts';

type Where = { projectId: string; ownerId: string; now: number };

/** Whether the brief is still the one that a change was drafted for. */
export async function briefChangeFits(
  trx: Trx,
  { content, projectId }: Pick<ApprovalRow, 'content' | 'projectId'>,
): Promise<boolean> {
  const brief = await currentBrief(trx, projectId);
  return brief !== null && brief.version === readBriefChange(content)?.fromVersion;
}

/**
 * Puts a change of the brief in force that was just granted: the new version is confirmed, its text is kept, and a plan
 * that waits cannot be approved any more, since a new version of it is on its way. Harmless to repeat.
 * @param ids always the same for the same approval.
 * @returns false when the brief is not the one any more that the change was drafted for; then nothing is changed.
 */
export async function applyBriefChange(
  trx: Trx,
  work: {
    approval: Pick<ApprovalRow, 'content' | 'projectId'>;
    ids: { briefId: string; artifactId: string };
    ownerId: string;
    now: number;
  },
): Promise<boolean> {
  const { approval, ids, ownerId, now } = work;
  const { projectId } = approval;
  const change = readBriefChange(approval.content);
  const before = await currentBrief(trx, projectId);
  if (before?.id === ids.briefId) return true;
  if (change === null || before?.version !== change.fromVersion) return false;
  const common = { projectId, ownerId, now };
  const { fromVersion, changes } = change;
  const brief = await newBriefVersion(trx, {
    ...common,
    id: ids.briefId,
    fromVersion,
    status: 'CONFIRMED',
    changes,
    sources: sourcesOf(changes, 'said'),
  });
  if (brief === null) return false;
  await keepBriefText(trx, { ...common, id: ids.artifactId, brief });
  for (const { id, kind, status } of await listApprovals(trx, projectId)) {
    if (kind !== 'campaign-plan' || status !== 'PENDING') continue;
    await setChanging(trx, { ...common, id, changing: true });
  }
  return true;
}

/** The text of a brief that the person can read and copy; nothing while the brief is not whole. */
export async function keepBriefText(
  trx: Trx,
  { brief, ...artifact }: Where & { id: string; brief: BriefView },
): Promise<void> {
  const whole = completeBrief(draftFrom(brief));
  if (whole === null) return;
  await insertArtifact(trx, {
    ...artifact,
    kind: 'BRIEF',
    title: 'Your brief',
    version: brief.version,
    text: briefText(whole, budgetWords(whole.monthlyBudget)),
    assetId: null,
  });
}
