import { completeBrief } from '../domain/brief/brief.ts';
import type { Brief, BriefDraft } from '../domain/brief/brief.ts';
import { briefText, draftFrom, saidSources } from '../domain/brief/draft.ts';
import { briefCard } from '../domain/approval/card.ts';
import type { AnswerMessageResult, PendingApproval } from '../domain/lifecycle/work.ts';
import { formatMoney, minorUnitsPerMajor } from '../domain/money.ts';
import type { BriefView } from '../domain/project/views.ts';
import type { Trx } from '../db/client.ts';
import { closeApproval, insertApproval, listApprovals } from '../db/repositories/approvals.ts';
import type { ApprovalRow } from '../db/repositories/approvals.ts';
import { insertArtifact } from '../db/repositories/artifacts.ts';
import {
  createBrief,
  currentBrief,
  newBriefVersion,
  saveBriefDraft,
  setBriefStatus,
} from '../db/repositories/briefs.ts';
import { asOwner } from '../db/tenant.ts';
import { runOnboardingTurn } from '../integrations/claude/onboarding.ts';
import { briefContentHash } from '../integrations/crypto/brief-hash.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import { decidedBefore } from './approval.ts';
import type { Question } from './conversation.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { note, ring, say } from './feed.ts';
import type { Answer } from './stream-answer.ts';

type Ref = { readonly projectId: string; readonly ownerId: string; readonly now: number };

/** One turn of the interview: the streamed reply, what it taught us, and the brief card when all is known. */
export async function continueInterview(
  deps: ActivityDependencies,
  question: Question,
  answer: Answer,
): Promise<AnswerMessageResult> {
  const { input, clock } = question;
  const view = await asOwner(deps.db, input.ownerId, (trx) => currentBrief(trx, input.projectId));
  const turn = await runOnboardingTurn(deps.claude, {
    history: question.history,
    draft: view === null ? {} : draftFrom(view),
    today: new Date(clock()).toISOString().slice(0, 10),
    onText: answer.onText,
    signal: answer.signal,
  });
  const status = answer.wasStopped() ? 'stopped' : 'complete';
  await answer.finish(status, [(trx) => learn(trx, question, turn.changes)]);
  return await interviewOutcome(deps, question);
}

/** The card this answer led to, read back from the database so that a repeat reports the same. */
export async function interviewOutcome(
  deps: ActivityDependencies,
  { input }: Question,
): Promise<AnswerMessageResult> {
  return await asOwner(deps.db, input.ownerId, async (trx) => {
    const approvals = await listApprovals(trx, input.projectId);
    const briefs = approvals.filter((approval) => approval.kind === 'brief');
    const open = briefs.find((approval) => approval.id === approvalId(input.messageId));
    return {
      approval: open === undefined || open.status === 'SUPERSEDED' ? null : pending(open),
      ...(open === undefined ? {} : decidedBefore(open)),
      supersededApprovalIds: briefs
        .filter((approval) => approval.status === 'SUPERSEDED')
        .map((approval) => approval.id),
    };
  });
}

function pending(row: ApprovalRow): PendingApproval {
  const { id, kind, contentHash, expiresAt, campaignRecordId } = row;
  return { id, kind, contentHash, expiresAt, campaignRecordId };
}

/** Each answer can lay at most one card before the person. */
function approvalId(messageId: string): string {
  return derivedId('brief-approval', messageId);
}

/** Saves what the message taught, and asks for a yes to the brief once nothing is missing. */
async function learn(trx: Trx, question: Question, changes: BriefDraft): Promise<void> {
  const { input, clock } = question;
  const ref = { projectId: input.projectId, ownerId: input.ownerId, now: clock() };
  const learnt = Object.keys(changes).length > 0;
  const before = await currentBrief(trx, input.projectId);
  const approvals = await listApprovals(trx, input.projectId);
  const askedFor = approvals.some(
    (approval) =>
      approval.kind === 'brief' &&
      approval.briefId === before?.id &&
      (approval.status === 'PENDING' || approval.status === 'GRANTED'),
  );
  if (!learnt && (before === null || askedFor)) return;
  const view = learnt ? await store(trx, { ref, question, before, changes }) : before;
  const brief = view === null ? null : completeBrief(draftFrom(view));
  if (view === null || brief === null) return;
  await propose(trx, { ref, question, view, brief });
}

/** A draft grows in place; a brief the person has seen already gets a new version. */
async function store(
  trx: Trx,
  work: { ref: Ref; question: Question; before: BriefView | null; changes: BriefDraft },
): Promise<BriefView | null> {
  const { ref, question, before, changes } = work;
  const sources = saidSources(changes);
  if (before === null || before.status === 'DRAFT') {
    const id = before?.id ?? derivedId('brief', ref.projectId);
    if (before === null) await createBrief(trx, { ...ref, id });
    return await saveBriefDraft(trx, { ...ref, id, changes, sources });
  }
  const next = await newBriefVersion(trx, {
    ...ref,
    id: derivedId('brief', question.input.messageId),
    fromVersion: before.version,
    status: 'DRAFT',
    changes,
    sources,
  });
  return next;
}

async function propose(
  trx: Trx,
  work: { ref: Ref; question: Question; view: BriefView; brief: Brief },
): Promise<void> {
  const { ref, question, view, brief } = work;
  for (const approval of await listApprovals(trx, ref.projectId)) {
    if (approval.kind !== 'brief' || approval.status !== 'PENDING') continue;
    await closeApproval(trx, { ...ref, id: approval.id, status: 'SUPERSEDED' });
  }
  const id = approvalId(question.input.messageId);
  await setBriefStatus(trx, { ...ref, id: view.id, status: 'PROPOSED' });
  await insertApproval(trx, {
    ...ref,
    id,
    kind: 'brief',
    contentHash: briefContentHash(view),
    card: briefCard(brief.businessName),
    authority: null,
    briefId: view.id,
    campaignRecordId: null,
    expiresAt: null,
  });
  await insertArtifact(trx, {
    ...ref,
    id: derivedId('artifact', view.id, String(view.version)),
    kind: 'BRIEF',
    title: 'Your brief',
    version: view.version,
    text: briefText(brief, budgetWords(brief)),
    assetId: null,
  });
  await tellOfCard(trx, { ref, question, id });
}

async function tellOfCard(
  trx: Trx,
  { ref, question, id }: { ref: Ref; question: Question; id: string },
): Promise<void> {
  const key = `brief:${id}`;
  const messageId = await say(trx, {
    ...ref,
    key,
    conversationId: question.conversation.id,
    type: 'APPROVAL_REQUEST',
    content: 'This is what I understood. Change anything that is not right, then press the button.',
    metadata: { kind: 'approval', approvalId: id },
  });
  await ring(trx, {
    ...ref,
    key,
    kind: 'APPROVAL_NEEDED',
    title: 'Your brief is ready',
    body: 'Please look whether I understood your business right. It costs nothing.',
    messageId,
  });
  await note(trx, {
    ...ref,
    key,
    actor: 'agent',
    what: 'I wrote your brief',
    outcome: 'Waiting for your word',
  });
}

function budgetWords(brief: Brief): string {
  const { minor, currency } = brief.monthlyBudget;
  if (currency !== null) return formatMoney({ minor, currency });
  return String(minor / minorUnitsPerMajor('USD'));
}
