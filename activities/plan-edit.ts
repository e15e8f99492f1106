import type { EditPlanInput, EditPlanResult } from '../domain/lifecycle/work.ts';
import { accountMoment } from '../domain/monitoring/calendar.ts';
import { applyEdit } from '../domain/plan/apply-edit.ts';
import type { EditFacts } from '../domain/plan/apply-edit.ts';
import type { CampaignPlan, PlannedPlace } from '../domain/plan/plan.ts';
import { completeBrief } from '../domain/brief/brief.ts';
import { draftFrom } from '../domain/brief/draft.ts';
import type { Trx } from '../db/client.ts';
import { getApproval, lockApproval, setChanging } from '../db/repositories/approvals.ts';
import type { ApprovalRow } from '../db/repositories/approvals.ts';
import { getAsset } from '../db/repositories/artifacts.ts';
import { currentBrief } from '../db/repositories/briefs.ts';
import { getCampaign } from '../db/repositories/campaigns.ts';
import { getPlanEdit, settlePlanEdit } from '../db/repositories/plan-edits.ts';
import type { PlanEditRow } from '../db/repositories/plan-edits.ts';
import { asOwner } from '../db/tenant.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import { MetaError } from '../integrations/meta/errors.ts';
import { decidedBefore } from './approval.ts';
import { runningClock } from './dependencies.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { note, say } from './feed.ts';
import { isPassing, noteConnectionFailure, openMeta } from './meta-access.ts';
import { lookUpPlaces } from './plan-audience.ts';
import { ownHistory, resultOf } from './plan-load.ts';
import type { PlanIds } from './plan-load.ts';
import { presentPlan } from './plan-present.ts';

type Loaded =
  | { readonly kind: 'settled'; readonly result: EditPlanResult }
  | {
      readonly kind: 'to-do';
      readonly edit: PlanEditRow;
      readonly approval: ApprovalRow;
      readonly plan: CampaignPlan;
      readonly facts: Omit<EditFacts, 'places' | 'today'>;
    };

/** The workflow gives up after five minutes; the attempt that answers the person has to begin well before. */
const PATIENCE_MS = 150_000;
const GAVE_UP = 'Something did not work on my side, several times in a row.';

/**
 * Works a change made on the card into a new version of the plan, which takes the old card's place. What cannot be done
 * is said in the chat, and the card stays as it was. A repeat finds how the edit ended.
 */
export async function editPlan(
  deps: ActivityDependencies,
  input: EditPlanInput,
): Promise<EditPlanResult> {
  const clock = runningClock(deps, input.now);
  try {
    return await workIn(deps, input, clock);
  } catch (error) {
    if (clock() - input.now < PATIENCE_MS) throw error;
    // Nobody would try again, and the card could not be decided any more.
    const loaded = await asOwner(deps.db, input.ownerId, (trx) => load(trx, input));
    if (loaded.kind === 'settled') return loaded.result;
    deps.logger.warn({ err: error, editId: input.editId }, 'a change of a plan was given up');
    return await refuse(deps, input, { problem: GAVE_UP, now: clock() });
  }
}

async function workIn(
  deps: ActivityDependencies,
  input: EditPlanInput,
  clock: () => number,
): Promise<EditPlanResult> {
  const loaded = await asOwner(deps.db, input.ownerId, (trx) => load(trx, input));
  if (loaded.kind === 'settled') return loaded.result;
  const { edit, approval, plan } = loaded;
  const places = await placesFor(deps, input, { plan, names: edit.changes.places, clock });
  if (!places.ok) return await refuse(deps, input, { problem: places.problem, now: clock() });
  const today = accountMoment(clock(), plan.timezone ?? 'UTC').day;
  const facts = { ...loaded.facts, places: places.places, today };
  const outcome = applyEdit(plan, edit.changes, facts);
  if (!outcome.ok) return await refuse(deps, input, { problem: outcome.problem, now: clock() });
  const now = clock();
  return await asOwner(deps.db, input.ownerId, async (trx): Promise<EditPlanResult> => {
    const open = await lockApproval(trx, approval.id);
    if (open?.status !== 'PENDING') return await tooLate(trx, input, now);
    const presented = await presentPlan(trx, {
      input,
      ids: editedIds(edit.id),
      plan: outcome.plan,
      pictures: [],
      minimumDailyMinor: facts.minimumDailyMinor,
      minimumSpendCapMinor: approval.card?.edit?.minimumSpendCapMinor ?? null,
      warnings: outcome.warnings,
      before: { approval, plan },
      changeReason: 'You changed it on the card.',
      words: `Here is version ${approval.version + 1} with your changes. Nothing runs and nothing is spent before you approve it with the button.`,
      now,
    });
    await settlePlanEdit(trx, {
      id: edit.id,
      state: 'APPLIED',
      newApprovalId: presented.approval.id,
    });
    return { kind: 'revised', plan: presented };
  });
}

function editedIds(editId: string): PlanIds {
  return {
    campaignRecordId: derivedId('campaign', editId),
    approvalId: derivedId('plan-approval', editId),
  };
}

async function load(trx: Trx, input: EditPlanInput): Promise<Loaded> {
  const refused = { kind: 'settled', result: { kind: 'refused' } } as const;
  const edit = await getPlanEdit(trx, input.editId);
  if (edit === null || edit.state === 'REFUSED') return refused;
  if (edit.state === 'APPLIED' && edit.newApprovalId !== null) {
    const made = await getApproval(trx, edit.newApprovalId);
    if (made === null) return refused;
    const plan = { ...resultOf(made, editedIds(edit.id)), ...decidedBefore(made) };
    return { kind: 'settled', result: { kind: 'revised', plan } };
  }
  const approval = await getApproval(trx, edit.approvalId);
  if (approval?.status !== 'PENDING') {
    return { kind: 'settled', result: await tooLate(trx, input, input.now) };
  }
  const recordId = approval.campaignRecordId;
  const campaign = recordId === null ? null : await getCampaign(trx, recordId);
  if (campaign === null) return { kind: 'settled', result: await tooLate(trx, input, input.now) };
  const { plan } = campaign;
  const facts = await readFacts(trx, { input, edit, approval, plan });
  return { kind: 'to-do', edit, approval, plan, facts };
}

/** Everything about a change that our own tables know. */
async function readFacts(
  trx: Trx,
  work: { input: EditPlanInput; edit: PlanEditRow; approval: ApprovalRow; plan: CampaignPlan },
): Promise<Omit<EditFacts, 'places' | 'today'>> {
  const { input, edit, approval, plan } = work;
  const view = await currentBrief(trx, input.projectId);
  const brief = view === null ? null : completeBrief(draftFrom(view));
  const pictures = new Map<string, string>();
  for (const { assetId } of edit.changes.ads ?? []) {
    const asset = assetId === undefined ? null : await getAsset(trx, assetId);
    if (asset?.projectId === input.projectId) pictures.set(asset.id, asset.sha256);
  }
  const business = brief?.businessName ?? plan.pageName;
  const least = approval.card?.edit?.minimumDailyMinor ?? 1;
  return {
    // The card holds the sum over all audiences.
    minimumDailyMinor: Math.ceil(least / Math.max(1, plan.adSets.length)),
    pictures,
    websiteUrl: brief?.websiteUrl ?? null,
    dsa: plan.dsa ?? { beneficiary: business, payor: business },
    history: await ownHistory(trx, input.projectId),
  };
}

type Places =
  | { readonly ok: true; readonly places: readonly PlannedPlace[] | null }
  | { readonly ok: false; readonly problem: string };

/** Places that are in the plan keep what is known of them; only new names are looked up. */
export async function placesFor(
  deps: ActivityDependencies,
  input: Pick<EditPlanInput, 'ownerId'>,
  {
    plan,
    names,
    clock,
  }: { plan: CampaignPlan; names: readonly string[] | undefined; clock: () => number },
): Promise<Places> {
  if (names === undefined) return { ok: true, places: null };
  const known = plan.adSets.flatMap(({ audience }) => audience.places);
  const kept = names.flatMap((name) => known.find((place) => place.name === name) ?? []);
  const fresh = names.filter((name) => known.every((place) => place.name !== name));
  if (fresh.length === 0) return { ok: true, places: kept };
  const access = await openMeta(deps, input.ownerId, clock);
  if (!access.ok) return { ok: false, problem: 'Facebook is not connected at the moment.' };
  try {
    const found = await lookUpPlaces(access.api, fresh, kept);
    if (found.ok) return found;
    return {
      ok: false,
      problem: `Facebook does not know the place “${found.unknown}”. A city, a region or a country works, for example “Leeds, United Kingdom”.`,
    };
  } catch (error) {
    // The person sits before a card that cannot be decided meanwhile: an answer now beats a good one later.
    if (!(error instanceof MetaError)) throw error;
    const { kind, code } = error;
    const { ownerId } = input;
    const failure = { ownerId, kind, code, now: clock(), sealedToken: access.sealedToken };
    const noted = await noteConnectionFailure(deps, failure);
    return { ok: false, problem: isPassing(kind) || noted === 'outdated' ? AWAY : NOT_ALLOWED };
  }
}

const AWAY = 'Facebook did not answer when I looked up the places.';
const NOT_ALLOWED =
  'Facebook did not let me look up the places. It may help to connect Facebook again.';

async function refuse(
  deps: ActivityDependencies,
  input: EditPlanInput,
  { problem, now }: { problem: string; now: number },
): Promise<EditPlanResult> {
  const content = `I could not work in your change: ${problem} The plan is as it was before; nothing was changed.`;
  await asOwner(deps.db, input.ownerId, (trx) => tellRefusal(trx, input, { content, now }));
  return { kind: 'refused' };
}

async function tooLate(trx: Trx, input: EditPlanInput, now: number): Promise<EditPlanResult> {
  const content =
    'Your change came when the plan’s card was closed already, so nothing was changed. Please look at the newest card, or tell me in the chat what should be different.';
  await tellRefusal(trx, input, { content, now });
  return { kind: 'refused' };
}

async function tellRefusal(
  trx: Trx,
  { projectId, ownerId, approvalId, editId }: EditPlanInput,
  { content, now }: { content: string; now: number },
): Promise<void> {
  const ref = { projectId, ownerId, now, key: `edit:${editId}` };
  await settlePlanEdit(trx, { id: editId, state: 'REFUSED', newApprovalId: null });
  await setChanging(trx, { ...ref, id: approvalId, changing: false });
  await say(trx, {
    ...ref,
    type: 'AGENT_ACTION',
    content,
    metadata: { kind: 'error', code: 'plan.edit_refused' },
  });
  await note(trx, {
    ...ref,
    actor: 'agent',
    what: 'A change of the plan could not be worked in',
    outcome: content,
  });
}
