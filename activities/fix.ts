import { APPROVAL_TTL_MS } from '../domain/approval/approval.ts';
import type { Authority } from '../domain/approval/approval.ts';
import { fixCard, fixDiff } from '../domain/approval/fix-card.ts';
import { completeBrief } from '../domain/brief/brief.ts';
import type { Brief } from '../domain/brief/brief.ts';
import { draftFrom } from '../domain/brief/draft.ts';
import type { AdAmendment } from '../domain/deployment/amendment.ts';
import type { ProposeFixInput, ProposeFixResult } from '../domain/lifecycle/work.ts';
import { canonicalJson } from '../domain/plan/canonical.ts';
import { findingWords } from '../domain/plan/copy-check.ts';
import { taggedLink } from '../domain/plan/link.ts';
import type { CampaignPlan, PlannedAd } from '../domain/plan/plan.ts';
import type { Trx } from '../db/client.ts';
import { getApproval, insertApproval, listApprovals } from '../db/repositories/approvals.ts';
import type { ApprovalRow } from '../db/repositories/approvals.ts';
import { currentBrief } from '../db/repositories/briefs.ts';
import { getCampaign } from '../db/repositories/campaigns.ts';
import { asOwner } from '../db/tenant.ts';
import { proposeAdFix } from '../integrations/claude/fix.ts';
import type { ProposedFix } from '../integrations/claude/fix.ts';
import { paidBy } from '../integrations/claude/usage.ts';
import { derivedId, sha256 } from '../integrations/crypto/hash.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { runningClock } from './dependencies.ts';
import { note, ring, say } from './feed.ts';
import { storePicture } from './plan-artifacts.ts';
import { claudeFailure, planFailure } from './plan-failure.ts';
import { drawPicture } from './plan-pictures.ts';
import type { PlanPicture } from './plan-pictures.ts';
import { websiteColour } from './website-colour.ts';

export type FixActivities = {
  proposeFix(input: ProposeFixInput): Promise<ProposeFixResult>;
};

export function createFixActivities(deps: ActivityDependencies): FixActivities {
  return { proposeFix: (input) => proposeFix(deps, input) };
}

type ToFix = {
  readonly plan: CampaignPlan;
  readonly adSetKey: string;
  readonly ad: PlannedAd;
  readonly reason: string | null;
  readonly brief: Brief;
  readonly authority: Authority;
  /** Of the person's own website; null leaves the choice to the model. */
  readonly brandColour: string | null;
};

/**
 * Drafts another ad in the place of one that Facebook refused and lays it before the person, once per refused ad. The
 * card spends nothing: the ad runs under the money of the campaign's own approval.
 * @throws ApplicationFailure of type `claude.*`, `plan.picture_failed`, or `plan.fix_waits` while another one is open.
 */
async function proposeFix(
  deps: ActivityDependencies,
  input: ProposeFixInput,
): Promise<ProposeFixResult> {
  const clock = runningClock(deps, input.now);
  const id = derivedId('ad-fix', input.campaignRecordId, input.adKey);
  const loaded = await asOwner(deps.db, input.ownerId, async (trx) => ({
    card: await getApproval(trx, id),
    toFix: await load(trx, input),
    another: await isAnotherOpen(trx, input.projectId),
  }));
  if (loaded.card !== null) return resultOf(loaded.card);
  const { toFix } = loaded;
  if (toFix === null) return { approval: null };
  // One such card at a time is enough to ask of a person; the lifecycle tries again later.
  if (loaded.another) throw planFailure('plan.fix_waits');
  const { projectId, ownerId } = input;
  const claude = paidBy(deps.claude, { projectId, ownerId, clock });
  const proposed = await askModel({ ...deps, claude }, toFix);
  if (proposed.findings.length > 0) {
    await giveUp(deps, { input, toFix, proposed, now: clock() });
    return { approval: null };
  }
  const picture = await newPicture(input, toFix, proposed);
  const after = fixedAd(toFix, { input, proposed, picture });
  const now = clock();
  return await asOwner(deps.db, input.ownerId, (trx) =>
    present(trx, { input, id, toFix, after, picture, proposed, now }),
  );
}

async function isAnotherOpen(trx: Trx, projectId: string): Promise<boolean> {
  const all = await listApprovals(trx, projectId);
  return all.some(({ kind, status }) => kind === 'ad-fix' && status === 'PENDING');
}

/** Null when the campaign is over, the ad is none of its plan's, or the money behind it is not approved any more. */
async function load(trx: Trx, input: ProposeFixInput): Promise<ToFix | null> {
  const campaign = await getCampaign(trx, input.campaignRecordId);
  if (campaign === null || (campaign.status !== 'ACTIVE' && campaign.status !== 'PAUSED'))
    return null;
  const { plan, adReviews, approvalId } = campaign;
  if (plan.endsAt !== undefined && plan.endsAt <= input.now) return null;
  const adSet = plan.adSets.find(({ ads }) => ads.some(({ key }) => key === input.adKey));
  const ad = adSet?.ads.find(({ key }) => key === input.adKey);
  const view = await currentBrief(trx, input.projectId);
  const brief = view === null ? null : completeBrief(draftFrom(view));
  const granted = approvalId === null ? null : await getApproval(trx, approvalId);
  const authority = granted?.status === 'GRANTED' ? granted.authority : null;
  if (adSet === undefined || ad === undefined || brief === null || authority === null) return null;
  const reason = adReviews.find(({ adKey }) => adKey === input.adKey)?.reason ?? null;
  const { websiteUrl } = brief;
  const brandColour = await websiteColour(trx, { projectId: input.projectId, websiteUrl });
  return { plan, adSetKey: adSet.key, ad, reason, brief, authority, brandColour };
}

async function askModel(deps: ActivityDependencies, toFix: ToFix): Promise<ProposedFix> {
  try {
    return await proposeAdFix(deps.claude, { ...toFix, pageName: toFix.plan.pageName });
  } catch (error) {
    throw claudeFailure(error);
  }
}

async function newPicture(
  input: ProposeFixInput,
  { brief, plan, brandColour }: ToFix,
  { proposal }: ProposedFix,
): Promise<PlanPicture | null> {
  if (!proposal.changesPicture) return null;
  return await drawPicture(
    {
      layout: proposal.pictureLayout,
      phrase: proposal.pictureText,
      businessName: brief.businessName ?? plan.pageName,
      brandColour: brandColour ?? proposal.brandColour,
    },
    [input.campaignRecordId, 'fix', input.adKey],
  );
}

/** A key that no ad of the plan has, and that is not part of another one: both stand in names at Facebook. */
function fixKey(adKey: string): string {
  return `f${adKey.replace(/^\D+/, '')}`;
}

function fixedAd(
  { ad, plan }: ToFix,
  made: { input: ProposeFixInput; proposed: ProposedFix; picture: PlanPicture | null },
): PlannedAd {
  const { primaryText, headline, description } = made.proposed.proposal;
  const key = fixKey(made.input.adKey);
  const { picture } = made;
  const linkUrl =
    ad.linkUrl === null ? null : taggedLink(ad.linkUrl, { campaign: plan.name, ad: key });
  const image = picture === null ? ad.image : { assetId: picture.assetId, sha256: picture.sha256 };
  return { ...ad, key, primaryText, headline, description, linkUrl, image };
}

type ToPresent = {
  readonly input: ProposeFixInput;
  readonly id: string;
  readonly toFix: ToFix;
  readonly after: PlannedAd;
  readonly picture: PlanPicture | null;
  readonly proposed: ProposedFix;
  readonly now: number;
};

/** Stores the card with everything around it: a person sees all of it or nothing. */
async function present(trx: Trx, work: ToPresent): Promise<ProposeFixResult> {
  const { input, id, toFix, after, picture, now } = work;
  const { projectId, ownerId, campaignRecordId, adKey } = input;
  const ref = { projectId, ownerId, now };
  if ((await getApproval(trx, id)) === null) {
    if (picture !== null) await storePicture(trx, { input, picture, title: after.headline, now });
    const content: AdAmendment = { adSetKey: toFix.adSetKey, replacesAdKey: adKey, ad: after };
    const { explanation } = work.proposed.proposal;
    await insertApproval(trx, {
      ...ref,
      id,
      kind: 'ad-fix',
      contentHash: sha256(canonicalJson(content)),
      content,
      card: fixCard({ ...toFix, before: toFix.ad, after, explanation }),
      authority: toFix.authority,
      briefId: null,
      campaignRecordId,
      expiresAt: now + APPROVAL_TTL_MS,
      diff: fixDiff(toFix.ad, after),
      changeReason: explanation,
    });
    await announce(trx, work);
  }
  const stored = await getApproval(trx, id);
  if (stored === null) throw new Error('An approval is gone right after it was stored.');
  return resultOf(stored);
}

async function announce(trx: Trx, { input, id, toFix, now }: ToPresent): Promise<void> {
  const ref = { projectId: input.projectId, ownerId: input.ownerId, now, key: `fix:${id}` };
  const title = `Facebook refused the ad “${toFix.ad.headline}”`;
  const messageId = await say(trx, {
    ...ref,
    type: 'APPROVAL_REQUEST',
    content: `${title}, so it is not shown. Here is another one in its place; nothing changes before you approve it with the button.`,
    metadata: { kind: 'approval', approvalId: id },
  });
  await ring(trx, {
    ...ref,
    kind: 'APPROVAL_NEEDED',
    title: 'Another ad waits for you',
    body: `${title}. I drafted another one that costs nothing more. It waits 48 hours; your other ads run on.`,
    messageId,
  });
  await note(trx, {
    ...ref,
    actor: 'agent',
    what: `I drafted another ad in place of “${toFix.ad.headline}”`,
    why: toFix.reason,
    outcome: 'Waiting for your approval',
  });
}

async function giveUp(
  deps: ActivityDependencies,
  work: { input: ProposeFixInput; toFix: ToFix; proposed: ProposedFix; now: number },
): Promise<void> {
  const { input, toFix, proposed, now } = work;
  const { projectId, ownerId, campaignRecordId, adKey } = input;
  const why = toFix.reason === null ? 'without a reason' : `and says: “${toFix.reason}”`;
  const lines = proposed.findings.map(findingWords).join(' ');
  const content = `Facebook refused the ad “${toFix.ad.headline}” ${why}. I tried other words, but it would most likely refuse them as well. ${lines} The ad stays off; please tell me how you would say it.`;
  await asOwner(deps.db, ownerId, (trx) =>
    say(trx, {
      projectId,
      ownerId,
      now,
      key: `fix:${campaignRecordId}:${adKey}`,
      type: 'AGENT_ACTION',
      content,
      metadata: { kind: 'error', code: 'plan.copy_refused' },
    }),
  );
}

function resultOf({
  id,
  kind,
  contentHash,
  expiresAt,
  campaignRecordId,
  status,
}: ApprovalRow): ProposeFixResult {
  // A card that was decided before is nothing new to wait for.
  if (status !== 'PENDING') return { approval: null };
  return { approval: { id, kind, contentHash, expiresAt, campaignRecordId } };
}
