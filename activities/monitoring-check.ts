import { authorityFor } from '../domain/approval/authority.ts';
import { canRunAds, accountProblem } from '../domain/connection/account-status.ts';
import type { CheckCampaignInput, CheckCampaignResult } from '../domain/lifecycle/work.ts';
import { nextCheck } from '../domain/lifecycle/monitoring.ts';
import { accountMoment, addDays } from '../domain/monitoring/calendar.ts';
import { toSnapshot, totalsOf } from '../domain/monitoring/measure.ts';
import { significantEvents } from '../domain/monitoring/rules.ts';
import type { MonitoringInput } from '../domain/monitoring/rules.ts';
import { formatMoney, parseCurrency } from '../domain/money.ts';
import { nounFor, resultNoun } from '../domain/plan/words.ts';
import { getApproval } from '../db/repositories/approvals.ts';
import { getCampaign, updateCampaign } from '../db/repositories/campaigns.ts';
import type { CampaignRow } from '../db/repositories/campaigns.ts';
import { getProject, setHeadline } from '../db/repositories/projects.ts';
import {
  insertSignificantEvents,
  listUntoldEvents,
} from '../db/repositories/significant-events.ts';
import { listSnapshots, saveSnapshots } from '../db/repositories/snapshots.ts';
import type { Trx } from '../db/client.ts';
import { asOwner } from '../db/tenant.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import { MetaError } from '../integrations/meta/errors.ts';
import type { AdAccount, AdStatus, InsightRow } from '../integrations/meta/meta-api.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { runningClock } from './dependencies.ts';
import { makeReceipt } from './launch-receipt.ts';
import { keepReviews, watchSpending } from './launch-reviews.ts';
import { metaFailure, noteConnectionFailure, openMeta, tokenReplaced } from './meta-access.ts';
import type { OpenAccess } from './meta-access.ts';

/** Meta's numbers move for 28 days, so as many are read anew each time. */
const TRAILING_DAYS = 28;

type Numbers = {
  readonly account: AdAccount;
  readonly byCampaign: readonly InsightRow[];
  readonly byAd: readonly InsightRow[];
  readonly ads: readonly AdStatus[];
};

/**
 * Reads the numbers of the last four weeks, keeps them, and finds what is worth telling. A repeat finds the same.
 * @throws ApplicationFailure for what passes by itself; a dead connection is a result.
 */
export async function checkCampaign(
  deps: ActivityDependencies,
  input: CheckCampaignInput,
): Promise<CheckCampaignResult> {
  const clock = runningClock(deps, input.now);
  const { ownerId, projectId, campaignRecordId } = input;
  const loaded = await asOwner(deps.db, ownerId, async (trx) => {
    const campaign = await getCampaign(trx, campaignRecordId);
    const project = await getProject(trx, projectId);
    return campaign === null || project === null ? null : { campaign, project };
  });
  const campaign = loaded?.campaign ?? null;
  if (campaign === null || campaign.projectId !== projectId || campaign.metaCampaignId === null) {
    return { kind: 'checked', events: [] };
  }
  const access = await openMeta(deps, ownerId, clock, campaign.plan.adAccountId);
  if (!access.ok) return { kind: 'connection-lost', code: access.code };
  const numbers = await read(deps, { access, campaign, input });
  if ('lost' in numbers) return { kind: 'connection-lost', code: numbers.lost };
  // An empty answer of an account that may not run ads says nothing about the ads.
  const problem = canRunAds(numbers.account.status) ? null : accountProblem(numbers.account);
  if (problem !== null) return { kind: 'connection-lost', code: problem };
  const now = clock();
  const { events, refusedAds } = await asOwner(deps.db, ownerId, async (trx) => {
    const untold = await keep(trx, { input, campaign, numbers, now });
    const refused = await keepReviews(trx, { campaign, ads: numbers.ads, now });
    await watchSpending(trx, campaign, now);
    return { events: untold, refusedAds: refused };
  });
  await makeReceipt(deps, input, { ...access, clock });
  return { kind: 'checked', events, ...(refusedAds.length === 0 ? {} : { refusedAds }) };
}

async function read(
  deps: ActivityDependencies,
  {
    access: { api, sealedToken },
    campaign,
    input,
  }: { access: OpenAccess; campaign: CampaignRow; input: CheckCampaignInput },
): Promise<Numbers | { readonly lost: string }> {
  const campaignId = campaign.metaCampaignId ?? '';
  const accountId = campaign.plan.adAccountId;
  try {
    const account = await api.adAccount(accountId);
    const until = accountMoment(input.now, account.timezone).day;
    const liveDay = accountMoment(campaign.liveSince ?? input.now, account.timezone).day;
    const earliest = addDays(until, 1 - TRAILING_DAYS);
    const since = liveDay > earliest ? liveDay : earliest;
    const query = { accountId, campaignId, since: since > until ? until : since, until };
    return {
      account,
      byCampaign: await api.insights({ ...query, level: 'campaign' }),
      byAd: await api.insights({ ...query, level: 'ad' }),
      ads: await api.adStatuses(campaignId),
    };
  } catch (error) {
    if (error instanceof MetaError && isLost(error)) {
      const { ownerId, now } = input;
      const failure = { ownerId, kind: error.kind, code: error.code, now, sealedToken };
      if ((await noteConnectionFailure(deps, failure)) === 'outdated') throw tokenReplaced();
      return { lost: error.code };
    }
    throw metaFailure(error);
  }
}

function isLost(error: MetaError): boolean {
  return (
    error.kind === 'AUTH_EXPIRED' ||
    error.kind === 'AUTH_REVOKED' ||
    error.kind === 'PERMISSION' ||
    error.kind === 'NEEDS_HUMAN'
  );
}

type Keeping = {
  readonly input: CheckCampaignInput;
  readonly campaign: CampaignRow;
  readonly numbers: Numbers;
  readonly now: number;
};

async function keep(trx: Trx, work: Keeping): Promise<readonly string[]> {
  const { input, campaign, numbers, now } = work;
  const { projectId, ownerId, campaignRecordId } = input;
  const currency = parseCurrency(campaign.currency);
  const rows = [...numbers.byCampaign.map((row) => ({ ...row, adId: null })), ...numbers.byAd].map(
    (row) => ({ snapshot: toSnapshot(row, campaign.plan.recipe, currency), raw: row.raw }),
  );
  const ref = { campaignRecordId, projectId, ownerId, now };
  if (rows.length > 0) await saveSnapshots(trx, { ...ref, rows });
  const rules = await rulesInput(trx, work);
  await insertSignificantEvents(trx, {
    ...ref,
    events: significantEvents(rules).map((event) => ({
      ...event,
      id: derivedId('significant-event', event.dedupeKey),
    })),
  });
  const since = campaign.liveSince ?? now;
  await updateCampaign(trx, {
    projectId,
    ownerId,
    now,
    id: campaign.id,
    set: {
      lastCheckedAt: now,
      ...(campaign.status === 'ACTIVE' ? { nextCheckAt: nextCheck(since, now) } : {}),
    },
  });
  const totals = totalsOf(rules.campaignDays);
  if (campaign.status === 'ACTIVE' && totals.impressions > 0) {
    const spent = formatMoney({ minor: totals.spendMinor, currency });
    const headline = `So far: ${totals.conversions} ${nounFor(totals.conversions, rules.resultNoun)} for ${spent}.`;
    await setHeadline(trx, { projectId, ownerId, headline, now });
  }
  return (await listUntoldEvents(trx, campaignRecordId)).map((event) => event.id);
}

async function rulesInput(
  trx: Trx,
  { input, campaign, numbers }: Keeping,
): Promise<MonitoringInput> {
  const { timezone } = numbers.account;
  const { day, hour } = accountMoment(input.now, timezone);
  const currency = parseCurrency(campaign.currency);
  const snapshots = await listSnapshots(trx, campaign.id);
  const approval =
    campaign.approvalId === null ? null : await getApproval(trx, campaign.approvalId);
  const headlines = new Map(
    campaign.plan.adSets
      .flatMap((adSet) => adSet.ads)
      .map((ad) => [campaign.metaIds[ad.key] ?? '', ad.headline]),
  );
  return {
    campaignRecordId: campaign.id,
    today: day,
    hour,
    liveSinceDay: accountMoment(campaign.liveSince ?? input.now, timezone).day,
    currency,
    dailyBudgetMinor: campaign.dailyBudgetMinor,
    authority: approval?.authority ?? authorityFor(campaign.dailyBudgetMinor, currency),
    resultNoun: resultNoun(campaign.plan.recipe),
    campaignDays: snapshots.filter((snapshot) => snapshot.adId === null),
    adDays: snapshots.filter((snapshot) => snapshot.adId !== null),
    ads: numbers.ads.map((ad) => ({ ...ad, headline: headlines.get(ad.id) ?? ad.name })),
  };
}
