import type { TellEventsInput } from '../domain/lifecycle/work.ts';
import { totalsOf } from '../domain/monitoring/measure.ts';
import { noteTitle, plainNote } from '../domain/monitoring/note.ts';
import { SIGNIFICANT_KINDS } from '../domain/monitoring/rules.ts';
import type { FactValue, SignificantEvent } from '../domain/monitoring/rules.ts';
import { formatMoney, parseCurrency } from '../domain/money.ts';
import { resultNoun } from '../domain/plan/words.ts';
import { getCampaign } from '../db/repositories/campaigns.ts';
import type { CampaignRow } from '../db/repositories/campaigns.ts';
import { lastUserText } from '../db/repositories/messages.ts';
import { getSignificantEvents, markEventsTold } from '../db/repositories/significant-events.ts';
import type { SignificantEventRow } from '../db/repositories/significant-events.ts';
import { listSnapshots } from '../db/repositories/snapshots.ts';
import { asOwner } from '../db/tenant.ts';
import { ClaudeError } from '../integrations/claude/claude-error.ts';
import { writeMonitoringNote } from '../integrations/claude/monitoring.ts';
import type { Fact, MonitoringFacts } from '../integrations/claude/monitoring.ts';
import { paidBy } from '../integrations/claude/usage.ts';
import { sha256 } from '../integrations/crypto/hash.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { runningClock } from './dependencies.ts';
import { note, ring, say } from './feed.ts';

type Told = Pick<SignificantEvent, 'kind' | 'facts'>;
type Loaded = {
  readonly ids: readonly string[];
  readonly events: readonly Told[];
  readonly facts: MonitoringFacts;
};

/** Says what monitoring found, once: in the model's words where every figure is true, else in plain sentences. */
export async function tellEvents(
  deps: ActivityDependencies,
  input: TellEventsInput,
): Promise<void> {
  const clock = runningClock(deps, input.now);
  const loaded = await load(deps, input);
  if (loaded === null) return;
  const { ids, events, facts } = loaded;
  const evidence = plainNote(events);
  const { projectId, ownerId } = input;
  const claude = paidBy(deps.claude, { projectId, ownerId, clock });
  const content = await write({ ...deps, claude }, facts, evidence);
  const key = `told:${sha256([...ids].sort().join(','))}`;
  const ref = { projectId, ownerId, now: clock(), key };
  const { title, urgent } = noteTitle(events);
  await asOwner(deps.db, ownerId, async (trx) => {
    const messageId = await say(trx, {
      ...ref,
      type: 'AGENT_ACTION',
      content,
      metadata: { kind: 'action', action: 'monitoring', evidence },
    });
    if (messageId !== null) await markEventsTold(trx, ids, messageId);
    const kind = urgent ? 'ALERT' : 'AGENT_UPDATE';
    await ring(trx, { ...ref, kind, title, body: content, messageId });
    await note(trx, {
      ...ref,
      actor: 'agent',
      what: 'I looked at your numbers',
      why: 'I do so every four hours.',
      outcome: title,
    });
  });
}

async function load(deps: ActivityDependencies, input: TellEventsInput): Promise<Loaded | null> {
  return await asOwner(deps.db, input.ownerId, async (trx) => {
    const campaign = await getCampaign(trx, input.campaignRecordId);
    const rows = await getSignificantEvents(trx, input.events);
    const untold = rows.filter((row) => row.toldMessageId === null);
    const events = untold.flatMap((row) => toEvent(row) ?? []);
    if (campaign === null || events.length === 0) return null;
    const days = await listSnapshots(trx, campaign.id);
    const sample = await lastUserText(trx, input.projectId);
    const totals = totalsOf(days.filter((day) => day.adId === null));
    return {
      ids: untold.map((row) => row.id),
      events,
      facts: factsFor({ campaign, events, totals, sample }),
    };
  });
}

function toEvent(row: SignificantEventRow): Told | null {
  const kind = SIGNIFICANT_KINDS.find((one) => one === row.kind);
  if (kind === undefined || typeof row.facts !== 'object' || row.facts === null) return null;
  const facts = Object.entries(row.facts).filter((entry): entry is [string, FactValue] =>
    isFact(entry[1]),
  );
  return { kind, facts: Object.fromEntries(facts) };
}

function isFact(value: unknown): value is FactValue {
  return value === null || typeof value === 'string' || typeof value === 'number';
}

const LONGEST_SAMPLE = 200;

function factsFor(from: {
  readonly campaign: CampaignRow;
  readonly events: readonly Told[];
  readonly totals: ReturnType<typeof totalsOf>;
  readonly sample: string | null;
}): MonitoringFacts {
  const { campaign, events, totals, sample } = from;
  const currency = parseCurrency(campaign.currency);
  const figures: Fact = {
    spent: formatMoney({ minor: totals.spendMinor, currency }),
    timesShown: totals.impressions,
    clicks: totals.clicks,
    results: totals.conversions,
  };
  return {
    campaignName: campaign.name,
    resultName: resultNoun(campaign.plan.recipe),
    events: events.map(({ kind, facts }) => ({ kind, facts })),
    totals: figures,
    languageSample: sample?.slice(0, LONGEST_SAMPLE) ?? null,
  };
}

/** A note that waits for the model would be old news: without it the plain sentences go out at once. */
async function write(
  deps: ActivityDependencies,
  facts: MonitoringFacts,
  plain: string,
): Promise<string> {
  try {
    return (await writeMonitoringNote(deps.claude, facts)).text;
  } catch (error) {
    if (!(error instanceof ClaudeError)) throw error;
    deps.logger.warn({ code: error.code }, 'A note was written without the model');
    return plain;
  }
}
