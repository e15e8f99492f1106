import { completeBrief } from '../domain/brief/brief.ts';
import type { Brief } from '../domain/brief/brief.ts';
import { draftFrom } from '../domain/brief/draft.ts';
import { foundBefore } from '../domain/brief/website.ts';
import { briefCard } from '../domain/approval/card.ts';
import type { AnswerMessageResult, PendingApproval } from '../domain/lifecycle/work.ts';
import type { BriefView } from '../domain/project/views.ts';
import type { Trx } from '../db/client.ts';
import { closeApproval, insertApproval, listApprovals } from '../db/repositories/approvals.ts';
import type { ApprovalRow } from '../db/repositories/approvals.ts';
import { keepBriefText } from '../db/repositories/brief-change.ts';
import {
  createBrief,
  currentBrief,
  newBriefVersion,
  saveBriefDraft,
  setBriefStatus,
} from '../db/repositories/briefs.ts';
import { asOwner } from '../db/tenant.ts';
import { runOnboardingTurn } from '../integrations/claude/onboarding.ts';
import { briefContentHash, briefTextId } from '../integrations/crypto/brief-hash.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import { decidedBefore } from './approval.ts';
import type { Question } from './conversation.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { note, ring, say } from './feed.ts';
import { createGuardrail } from './guardrail.ts';
import { knownWith, learntFrom, lookOf, pageAfter, pageBefore } from './interview-website.ts';
import type { Known, Learnt } from './interview-website.ts';
import type { Answer } from './stream-answer.ts';

type Ref = { readonly projectId: string; readonly ownerId: string; readonly now: number };

const MAY_DO = 'In the interview I may write down what you say, and nothing else.';

/**
 * One turn of the interview: the website the person named is read, the reply streams, what both taught is kept, and
 * the brief card comes when all is known.
 */
export async function continueInterview(
  deps: ActivityDependencies,
  question: Question,
  answer: Answer,
): Promise<AnswerMessageResult> {
  const { input, clock } = question;
  const view = await asOwner(deps.db, input.ownerId, (trx) => currentBrief(trx, input.projectId));
  const known: Known =
    view === null ? { draft: {}, sources: {} } : { draft: draftFrom(view), sources: view.sources };
  const page = await pageBefore(deps, question, { answer, draft: known.draft });
  const { draft, sources } = knownWith(page, known);
  const guardrail = createGuardrail(deps, question, MAY_DO);
  const turn = await runOnboardingTurn(deps.claude, {
    history: question.history,
    draft,
    today: new Date(clock()).toISOString().slice(0, 10),
    website: page === null ? null : lookOf(page, sources),
    onText: answer.onText,
    onDenied: guardrail.onDenied,
    signal: answer.signal,
  });
  const status = answer.wasStopped() ? 'stopped' : 'complete';
  const after = { answer, draft: { ...known.draft, ...turn.changes }, page };
  const learnt = learntFrom(known, turn, await pageAfter(deps, question, after));
  await answer.finish(status, [guardrail.noteDenied, (trx) => learn(trx, question, learnt)]);
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
async function learn(trx: Trx, question: Question, news: Learnt): Promise<void> {
  const { input, clock } = question;
  const ref = { projectId: input.projectId, ownerId: input.ownerId, now: clock() };
  const learnt = Object.keys(news.changes).length > 0;
  const before = await currentBrief(trx, input.projectId);
  const approvals = await listApprovals(trx, input.projectId);
  const askedFor = approvals.some(
    (approval) =>
      approval.kind === 'brief' &&
      approval.briefId === before?.id &&
      (approval.status === 'PENDING' || approval.status === 'GRANTED'),
  );
  if (!learnt && (before === null || askedFor)) return;
  const view = learnt ? await store(trx, { ref, question, before, news }) : before;
  if (view === null) return;
  // A card about an older version would ask for a yes to what does not hold any more.
  await closeOpenCards(trx, ref);
  const brief = completeBrief(draftFrom(view));
  if (brief === null) return;
  await propose(trx, { ref, question, view, brief });
}

/** A draft grows in place; a brief the person has seen already gets a new version. */
async function store(
  trx: Trx,
  work: { ref: Ref; question: Question; before: BriefView | null; news: Learnt },
): Promise<BriefView | null> {
  const { ref, question, before } = work;
  const { changes, sources, cleared } = work.news;
  if (before === null || before.status === 'DRAFT') {
    const id = before?.id ?? derivedId('brief', ref.projectId);
    if (before === null) await createBrief(trx, { ...ref, id });
    return await saveBriefDraft(trx, { ...ref, id, changes, sources, cleared });
  }
  const next = await newBriefVersion(trx, {
    ...ref,
    id: derivedId('brief', question.input.messageId),
    fromVersion: before.version,
    status: 'DRAFT',
    changes,
    sources,
    cleared,
  });
  return next;
}

async function closeOpenCards(trx: Trx, ref: Ref): Promise<void> {
  for (const approval of await listApprovals(trx, ref.projectId)) {
    if (approval.kind !== 'brief' || approval.status !== 'PENDING') continue;
    await closeApproval(trx, { ...ref, id: approval.id, status: 'SUPERSEDED' });
  }
}

async function propose(
  trx: Trx,
  work: { ref: Ref; question: Question; view: BriefView; brief: Brief },
): Promise<void> {
  const { ref, question, view, brief } = work;
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
  await keepBriefText(trx, { ...ref, id: briefTextId(view), brief: view });
  await tellOfCard(trx, { ref, question, id, view });
}

async function tellOfCard(
  trx: Trx,
  work: { ref: Ref; question: Question; id: string; view: BriefView },
): Promise<void> {
  const { ref, question, id, view } = work;
  const key = `brief:${id}`;
  const origin =
    foundBefore(view.sources).length === 0
      ? ''
      : 'Some of it comes from your website, and each line says so. ';
  const messageId = await say(trx, {
    ...ref,
    key,
    conversationId: question.conversation.id,
    type: 'APPROVAL_REQUEST',
    content: `This is what I understood. ${origin}Change anything that is not right, then press the button.`,
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
