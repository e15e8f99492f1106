import { z } from 'zod';
import { editPlanSchema } from '../../contract/http.ts';
import type { EditPlan } from '../../contract/http.ts';
import { idSchema } from '../../contract/basics.ts';
import { approvalSchema } from '../../contract/launch.ts';
import { APPROVAL_REFUSALS, decideApproval } from '../../domain/approval/decide.ts';
import type { ApprovalRefusal } from '../../domain/approval/decide.ts';
import { accountMoment } from '../../domain/monitoring/calendar.ts';
import { applyEdit } from '../../domain/plan/apply-edit.ts';
import { canonicalJson } from '../../domain/plan/canonical.ts';
import type { PlanChanges } from '../../domain/plan/edit.ts';
import { insertActivity } from '../../db/repositories/activity.ts';
import { getApproval, lockApproval, setChanging } from '../../db/repositories/approvals.ts';
import type { ApprovalRow } from '../../db/repositories/approvals.ts';
import { getAsset } from '../../db/repositories/artifacts.ts';
import { getCampaign } from '../../db/repositories/campaigns.ts';
import { enqueueInbox } from '../../db/repositories/outbox.ts';
import { getPlanEdit, insertPlanEdit } from '../../db/repositories/plan-edits.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { ApiError, conflict } from '../http/api-error.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { asCardOwner } from '../owner-work.ts';
import type { OwnerWork } from '../owner-work.ts';

const approvalParams = z.object({ id: idSchema });

export function planEditRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'patch',
      path: '/api/approvals/:id/plan',
      tag: 'Approvals',
      summary: 'Change a plan on its card; a new version of the card follows',
      params: approvalParams,
      body: editPlanSchema,
      answers: {
        202: {
          description: 'The card, which rests while the change is worked in',
          schema: approvalSchema,
        },
      },
      refusals: [404, 409, 422],
      handle: async ({ c, caller, params, body }) => {
        const take = async (work: OwnerWork) =>
          await changePlan(deps, work, { approvalId: params.id, ...body });
        return c.json(await asCardOwner(deps, caller.userId, take), 202);
      },
    }),
  ];
}

/** Keeps the change and hands it to the lifecycle. The same change sent again is the same answer. */
async function changePlan(
  { newId }: AppDependencies,
  { trx, ownerId, now }: OwnerWork,
  wanted: EditPlan & { approvalId: string },
): Promise<ApprovalRow> {
  const { approvalId, contentHash, id: editId } = wanted;
  const changes = given(wanted.changes);
  const card = await lockApproval(trx, approvalId);
  if (card === null) throw refused('approval.not_found');
  const known = await getPlanEdit(trx, editId);
  if (known !== null) {
    if (known.approvalId === approvalId && isSame(known.changes, changes)) return card;
    throw conflict(
      'plan.edit_known',
      'Another change was sent under the same name before. Please open the card anew. Nothing was changed.',
    );
  }
  const ruling = decideApproval(card, { verdict: 'approve', contentHash, now });
  if (!ruling.ok) throw refused(ruling.refusal);
  await refuseImpossible({ trx, now }, card, changes);
  const common = { projectId: card.projectId, ownerId, now };
  await insertPlanEdit(trx, { ...common, id: editId, approvalId, changes });
  await setChanging(trx, { ...common, id: approvalId, changing: true });
  await insertActivity(trx, {
    ...common,
    id: newId(),
    actor: 'person',
    what: 'You changed the campaign plan on its card',
    why: null,
    outcome: null,
  });
  const item = { kind: 'plan-edited', approvalId, editId } as const;
  await enqueueInbox(trx, { ...common, id: newId(), item });
  return (await getApproval(trx, approvalId)) ?? card;
}

/** Says at once what no amount of work would make possible; places are looked up at Facebook later. */
async function refuseImpossible(
  { trx, now }: Pick<OwnerWork, 'trx' | 'now'>,
  card: ApprovalRow,
  changes: PlanChanges,
): Promise<void> {
  const edit = card.card?.edit;
  const campaign =
    card.campaignRecordId === null ? null : await getCampaign(trx, card.campaignRecordId);
  if (card.kind !== 'campaign-plan' || edit === undefined || campaign === null) {
    throw conflict(
      'plan.not_editable',
      'This card cannot be changed in place. Please tell me in the chat what should be different. Nothing was changed.',
    );
  }
  const { plan } = campaign;
  const pictures = new Map<string, string>();
  for (const { assetId } of changes.ads ?? []) {
    const asset = assetId === undefined ? null : await getAsset(trx, assetId);
    if (asset?.projectId === card.projectId) pictures.set(asset.id, asset.sha256);
  }
  const { places: _later, ...rest } = changes;
  const outcome = applyEdit(plan, rest, {
    today: accountMoment(now, plan.timezone ?? 'UTC').day,
    minimumDailyMinor: Math.ceil(edit.minimumDailyMinor / Math.max(1, plan.adSets.length)),
    places: null,
    pictures,
    websiteUrl: null,
    dsa: plan.dsa ?? { beneficiary: plan.pageName, payor: plan.pageName },
    history: null,
  });
  if (outcome.ok) return;
  throw new ApiError({
    status: 422,
    code: 'plan.edit_refused',
    message: `${outcome.problem} Nothing was changed.`,
    field: `changes.${outcome.field}`,
  });
}

/** Only what was given: an absent part stays as it is. */
function given(changes: EditPlan['changes']): PlanChanges {
  const { dailyBudgetMinor, audiences, lastDay, places, ads } = changes;
  return {
    ...(dailyBudgetMinor === undefined ? {} : { dailyBudgetMinor }),
    ...(audiences === undefined ? {} : { audiences }),
    ...(lastDay === undefined ? {} : { lastDay }),
    ...(places === undefined ? {} : { places }),
    ...(ads === undefined ? {} : { ads: ads.map(adChanges) }),
  };
}

type AdChange = NonNullable<EditPlan['changes']['ads']>[number];

function adChanges({ key, primaryText, headline, description, assetId }: AdChange) {
  return {
    key,
    ...(primaryText === undefined ? {} : { primaryText }),
    ...(headline === undefined ? {} : { headline }),
    ...(description === undefined ? {} : { description }),
    ...(assetId === undefined ? {} : { assetId }),
  };
}

/** Whatever order the parts are kept in. */
function isSame(one: PlanChanges, other: PlanChanges): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

function refused(code: ApprovalRefusal): ApiError {
  const message = APPROVAL_REFUSALS[code].replace('Nothing was decided.', 'Nothing was changed.');
  return code === 'approval.not_found'
    ? new ApiError({ status: 404, code, message })
    : conflict(code, message);
}
