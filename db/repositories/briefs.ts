import type { BriefDraft, BriefSources, FieldSource } from '../../domain/brief/brief.ts';
import type { WebsiteFact } from '../../domain/brief/website.ts';
import type { BriefView } from '../../domain/project/views.ts';
import { instant, json } from '../client.ts';
import type { Trx } from '../client.ts';
import type { BriefStatus } from '../schema.ts';
import { appendEvent } from './events.ts';

const COLUMNS = [
  'id',
  'version',
  'status',
  'businessName',
  'businessDescription',
  'product',
  'targetAudience',
  'goal',
  'monthlyBudgetMinor',
  'monthlyBudgetCurrency',
  'location',
  'uniqueSellingPoint',
  'websiteUrl',
  'sources',
] as const;

type Row = Omit<BriefView, 'monthlyBudget'> & {
  monthlyBudgetMinor: number | null;
  monthlyBudgetCurrency: string | null;
};

function toView({ monthlyBudgetMinor, monthlyBudgetCurrency, ...row }: Row): BriefView {
  return {
    ...row,
    monthlyBudget:
      monthlyBudgetMinor === null
        ? null
        : { minor: monthlyBudgetMinor, currency: monthlyBudgetCurrency },
  };
}

/** Field values as columns; only the fields that are given. `null` clears a website address. */
export type BriefChanges = { [K in keyof BriefDraft]?: BriefDraft[K] | undefined };

function toColumns(changes: BriefChanges) {
  const { monthlyBudget, ...texts } = changes;
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined)),
    ...(monthlyBudget === undefined
      ? {}
      : { monthlyBudgetMinor: monthlyBudget.minor, monthlyBudgetCurrency: monthlyBudget.currency }),
  };
}

const EMPTY = {
  businessName: null,
  businessDescription: null,
  product: null,
  targetAudience: null,
  goal: null,
  monthlyBudgetMinor: null,
  monthlyBudgetCurrency: null,
  location: null,
  uniqueSellingPoint: null,
  websiteUrl: null,
};

type Where = { id: string; projectId: string; ownerId: string; now: number };

/** The first version: empty but for what the business is called, where the person has said that already. */
export async function createBrief(
  trx: Trx,
  brief: Where & { businessName?: string },
): Promise<void> {
  await trx
    .insertInto('projectBrief')
    .values({
      ...EMPTY,
      businessName: brief.businessName ?? null,
      id: brief.id,
      projectId: brief.projectId,
      ownerId: brief.ownerId,
      version: 1,
      status: 'DRAFT',
      sources: json(brief.businessName === undefined ? {} : { businessName: 'said' as const }),
      createdAt: instant(brief.now),
      updatedAt: instant(brief.now),
    })
    .execute();
}

/** The newest version. */
export async function currentBrief(trx: Trx, projectId: string): Promise<BriefView | null> {
  const row = await trx
    .selectFrom('projectBrief')
    .select(COLUMNS)
    .where('projectId', '=', projectId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : toView(row);
}

export async function getBrief(trx: Trx, id: string): Promise<BriefView | null> {
  const row = await trx
    .selectFrom('projectBrief')
    .select(COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : toView(row);
}

/** Facts that hold no longer are emptied, and forget where they came from. */
type Cleared = { cleared?: readonly WebsiteFact[] };

function emptied({ cleared = [] }: Cleared) {
  return Object.fromEntries(cleared.map((fact) => [fact, null]));
}

function sourcesAfter(
  before: BriefSources,
  { sources, cleared = [] }: Cleared & { sources: BriefSources },
): Record<string, FieldSource> {
  const kept = Object.entries(before).filter(([fact]) => !cleared.some((one) => one === fact));
  return { ...Object.fromEntries(kept), ...sources };
}

/** Adds what was learnt to a version that is still a draft. */
export async function saveBriefDraft(
  trx: Trx,
  change: Where & Cleared & { changes: BriefChanges; sources: BriefSources },
): Promise<BriefView> {
  const before = await trx
    .selectFrom('projectBrief')
    .select('sources')
    .where('id', '=', change.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const row = await trx
    .updateTable('projectBrief')
    .set({
      ...emptied(change),
      ...toColumns(change.changes),
      sources: json(sourcesAfter(before.sources, change)),
      updatedAt: instant(change.now),
    })
    .where('id', '=', change.id)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  await appendEvent(trx, { ...change, type: 'brief', refId: change.id });
  return toView(row);
}

/**
 * A changed copy of `fromVersion` as the next version; the old one is superseded. `id` is the new version's.
 * @returns null when `fromVersion` is not the newest any more: somebody else changed the brief meanwhile.
 */
export async function newBriefVersion(
  trx: Trx,
  change: Where &
    Cleared & {
      fromVersion: number;
      status: BriefStatus;
      changes: BriefChanges;
      sources: BriefSources;
    },
): Promise<BriefView | null> {
  const old = await trx
    .selectFrom('projectBrief')
    .selectAll()
    .where('projectId', '=', change.projectId)
    .orderBy('version', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  if (old === undefined || old.version !== change.fromVersion) return null;
  const row = await trx
    .insertInto('projectBrief')
    .values({
      ...old,
      ...emptied(change),
      ...toColumns(change.changes),
      id: change.id,
      version: old.version + 1,
      status: change.status,
      sources: json(sourcesAfter(old.sources, change)),
      createdAt: instant(change.now),
      updatedAt: instant(change.now),
    })
    // Of two edits at once the second waited for the first, and finds its version taken.
    .onConflict((conflict) => conflict.columns(['projectId', 'version']).doNothing())
    .returning(COLUMNS)
    .executeTakeFirst();
  if (row === undefined) return null;
  await setBriefStatus(trx, { ...change, id: old.id, status: 'SUPERSEDED' });
  await appendEvent(trx, { ...change, type: 'brief', refId: change.id });
  return toView(row);
}

export async function setBriefStatus(
  trx: Trx,
  change: Where & { status: BriefStatus },
): Promise<void> {
  await trx
    .updateTable('projectBrief')
    .set({ status: change.status, updatedAt: instant(change.now) })
    .where('id', '=', change.id)
    .execute();
  await appendEvent(trx, { ...change, type: 'brief', refId: change.id });
}
