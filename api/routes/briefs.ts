import type { z } from 'zod';
import { editBriefSchema, editedBriefSchema } from '../../contract/http.ts';
import type { EditBrief } from '../../contract/http.ts';
import { briefCard } from '../../domain/approval/card.ts';
import { missingBriefFields } from '../../domain/brief/brief.ts';
import type { MonthlyBudget } from '../../domain/brief/brief.ts';
import { sizeOf } from '../../domain/brief/budget-floor.ts';
import { budgetWords } from '../../domain/brief/budget-words.ts';
import { draftFrom, sourcesOf } from '../../domain/brief/draft.ts';
import { isCurrencyCode, minorUnitsPerMajor } from '../../domain/money.ts';
import type { BriefView } from '../../domain/project/views.ts';
import {
  listApprovals,
  lockApproval,
  reviseApproval,
  toApprovalView,
} from '../../db/repositories/approvals.ts';
import { keepBriefText } from '../../db/repositories/brief-change.ts';
import { newBriefVersion } from '../../db/repositories/briefs.ts';
import type { BriefChanges } from '../../db/repositories/briefs.ts';
import { enqueueInbox } from '../../db/repositories/outbox.ts';
import { briefContentHash } from '../../integrations/crypto/brief-hash.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { ApiError, badInput, conflict } from '../http/api-error.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { onProject, projectOf } from '../owner-work.ts';
import type { OwnerWork } from '../owner-work.ts';
import { projectParams } from './projects.ts';

export function briefRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'patch',
      path: '/api/projects/:id/brief',
      tag: 'Projects',
      summary:
        'Change fields of the brief that waits for approval; the card then names the new version',
      params: projectParams,
      body: editBriefSchema,
      answers: { 200: { description: 'The new version and its card', schema: editedBriefSchema } },
      refusals: [404, 409, 422],
      handle: async ({ c, ...request }) => c.json(await onProject(deps, request, editBrief)),
    }),
  ];
}

async function editBrief(
  { newId }: AppDependencies,
  { trx, ownerId, now, undoWindowMs }: OwnerWork,
  { projectId, version, changes }: EditBrief & { projectId: string },
): Promise<z.input<typeof editedBriefSchema>> {
  await projectOf(trx, projectId);
  const given = readChanges(changes);
  const pending = (await listApprovals(trx, projectId)).findLast(
    (approval) => approval.kind === 'brief' && approval.status === 'PENDING',
  );
  if (pending === undefined) {
    throw conflict(
      'brief.not_open',
      'There is no brief waiting for you, so nothing was changed. Tell me in the chat what should be different.',
    );
  }
  // The card before the brief, as in a decision: taken the other way round, the two would wait for each other.
  if ((await lockApproval(trx, pending.id))?.status !== 'PENDING') throw decidedMeanwhile();
  const common = { projectId, ownerId, now };
  const brief = await newBriefVersion(trx, {
    ...common,
    id: newId(),
    fromVersion: version,
    status: 'PROPOSED',
    changes: given,
    sources: sourcesOf(given, 'edited'),
  });
  if (brief === null) {
    throw conflict(
      'brief.stale',
      'The brief changed after you opened it. Please look at the latest version. Nothing was changed.',
    );
  }
  refuseIncomplete(brief);
  const contentHash = briefContentHash(brief);
  const revised = await reviseApproval(trx, {
    ...common,
    id: pending.id,
    contentHash,
    briefId: brief.id,
    card: briefCard(brief.businessName),
  });
  if (revised === null) throw decidedMeanwhile();
  await keepBriefText(trx, { ...common, id: newId(), brief });
  const approval = {
    id: revised.id,
    kind: revised.kind,
    contentHash,
    expiresAt: revised.expiresAt,
    campaignRecordId: null,
  };
  await enqueueInbox(trx, { ...common, id: newId(), item: { kind: 'approval-revised', approval } });
  return { brief, approval: toApprovalView(revised, undoWindowMs) };
}

function decidedMeanwhile(): ApiError {
  return conflict(
    'approval.already_decided',
    'The brief was decided meanwhile. Nothing was changed.',
  );
}

/** Checks what the schema cannot know: which currencies there are, and that something was changed at all. */
function readChanges({ monthlyBudget, ...texts }: EditBrief['changes']): BriefChanges {
  if (monthlyBudget === undefined && Object.keys(texts).length === 0) {
    throw badInput('changes', 'names nothing to change');
  }
  if (monthlyBudget === undefined) return texts;
  const { minor, currency } = monthlyBudget;
  if (currency !== null && !isCurrencyCode(currency)) {
    throw badInput('changes.monthlyBudget.currency', 'is not a currency that Facebook knows');
  }
  const budget: MonthlyBudget = { minor, currency };
  refuseImpossible(budget);
  return { ...texts, monthlyBudget: budget };
}

/** Facebook itself decides in the end; what it never takes is said here, before anything is planned for it. */
function refuseImpossible(budget: MonthlyBudget): void {
  const size = sizeOf(budget);
  if (size.kind !== 'impossible') return;
  const { currency } = budget;
  const per = currency === null ? 100 : minorUnitsPerMajor(currency);
  const words = (perDay: number, days: number): string =>
    budgetWords({ minor: Math.ceil(perDay * days * per), currency });
  throw new ApiError({
    status: 422,
    code: 'brief.budget_too_small',
    message: `Facebook shows no ads for less than about ${words(size.leastPerDay, 1)} a day. Please choose at least ${words(size.leastPerDay, 30)} a month. Nothing was changed.`,
    field: 'changes.monthlyBudget.minor',
  });
}

function refuseIncomplete(brief: BriefView): void {
  const [missing] = missingBriefFields(draftFrom(brief));
  if (missing === undefined) return;
  throw new ApiError({
    status: 422,
    code: 'brief.incomplete',
    message:
      missing === 'websiteUrl'
        ? 'This goal needs a website to send people to. Please add its address. Nothing was changed.'
        : 'This part of the brief cannot be left out. Nothing was changed.',
    field: `changes.${missing}`,
  });
}
