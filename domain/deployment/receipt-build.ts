import { formatMoney } from '../money.ts';
import type { CampaignPlan, PlannedAd, PlannedAdSet } from '../plan/plan.ts';
import { buttonWords } from '../plan/words.ts';
import type { OperationKind } from './deployment.ts';
import type { PlannedOperation } from './operations.ts';
import type { LaunchReceipt, ReceiptObject, ReceiptObjectKind, ReceiptValue } from './receipt.ts';
import { differences, metaInstant } from './verify.ts';
import type { Expectation, ReadBack } from './verify.ts';
import { momentWords } from './words.ts';

/** Everything a receipt is made of; instants in epoch ms. */
export type ReceiptSource = Omit<LaunchReceipt, 'title' | 'objects'> & {
  readonly plan: CampaignPlan;
  readonly operations: readonly PlannedOperation[];
  /** What the ledger says of each step, by its key. */
  readonly ledger: ReadonlyMap<
    string,
    { readonly metaId: string | null; readonly finishedAt: number | null }
  >;
  /** Objects as Facebook holds them. */
  readonly read: readonly { readonly wanted: Expectation; readonly found: ReadBack }[];
  readonly readAt: number;
};

const KINDS: Partial<Record<OperationKind, ReceiptObjectKind>> = {
  'create-campaign': 'campaign',
  'create-ad-set': 'ad-set',
  'upload-image': 'picture',
  'create-creative': 'creative',
  'create-lead-form': 'lead-form',
  'create-ad': 'ad',
};

/** Proof of a launch: who allowed what, every object with its id, and each value as Facebook says it has it. */
export function launchReceipt(source: ReceiptSource): LaunchReceipt {
  const { plan, operations, ledger: _ledger, read: _read, readAt: _readAt, ...facts } = source;
  return {
    ...facts,
    title: `Launch receipt: ${plan.name}`,
    objects: operations.flatMap((operation) => objectOf(source, operation)),
  };
}

function objectOf(source: ReceiptSource, operation: PlannedOperation): readonly ReceiptObject[] {
  const kind = KINDS[operation.kind];
  const row = source.ledger.get(operation.opKey);
  const metaId = row?.metaId ?? null;
  if (kind === undefined || metaId === null) return [];
  const read = source.read.find(({ wanted }) => wanted.id === metaId);
  const values = read === undefined ? [] : valuesOf(source, operation, read);
  return [
    {
      kind,
      label: labelOf(source.plan, operation),
      metaId,
      madeAt: row?.finishedAt ?? source.startedAt,
      readBackAt: read === undefined ? null : source.readAt,
      values,
    },
  ];
}

function labelOf(plan: CampaignPlan, { kind, adSetKey, adKey }: PlannedOperation): string {
  if (kind === 'create-campaign') return plan.name;
  if (kind === 'create-lead-form') return plan.leadForm?.name ?? 'Form';
  const adSet = plan.adSets.find(({ key }) => key === adSetKey);
  const ad = adSet === undefined ? undefined : adOf(adSet, adKey);
  return ad?.headline ?? adSet?.name ?? '';
}

function adOf(adSet: PlannedAdSet, key: string | null): PlannedAd | undefined {
  return [...adSet.ads, ...(adSet.spares ?? [])].find((ad) => ad.key === key);
}

type Read = ReceiptSource['read'][number];

function valuesOf(
  source: ReceiptSource,
  { adSetKey, adKey }: PlannedOperation,
  read: Read,
): readonly ReceiptValue[] {
  const { plan } = source;
  const adSet = plan.adSets.find(({ key }) => key === adSetKey);
  switch (read.wanted.kind) {
    case 'campaign':
      return campaignValues(plan, read);
    case 'ad-set':
      return adSet === undefined ? [] : adSetValues(source, adSet, read);
    case 'creative': {
      const ad = adSet === undefined ? undefined : adOf(adSet, adKey);
      return ad === undefined ? [] : creativeValues(ad, read);
    }
    case 'ad':
      return [state(read), held(read, 'adset_id', 'Audience', adSet?.name ?? '')];
    default:
      return read.wanted.kind;
  }
}

function campaignValues(plan: CampaignPlan, read: Read): readonly ReceiptValue[] {
  const own = read.wanted.expected['daily_budget'] === 0;
  const cap = read.wanted.expected['spend_cap'];
  return [
    state(read),
    held(read, 'objective', 'Aim', AIMS[plan.recipe.goal]),
    own
      ? held(read, 'daily_budget', 'Amount per day', 'Set for each audience')
      : amount(plan, read, { field: 'daily_budget', minor: plan.dailyBudgetMinor }),
    ...(typeof cap === 'number' ? [amount(plan, read, { field: 'spend_cap', minor: cap })] : []),
  ];
}

const AIMS: Readonly<Record<CampaignPlan['recipe']['goal'], string>> = {
  LEADS: 'Enquiries',
  SALES: 'Sales',
  TRAFFIC: 'Visits',
  APP_INSTALLS: 'App installs',
};

function adSetValues(
  { plan, leaseUntil, adAccount }: ReceiptSource,
  adSet: PlannedAdSet,
  read: Read,
): readonly ReceiptValue[] {
  const own = adSet.dailyBudgetMinor ?? null;
  const end = metaInstant(read.found['end_time']);
  const words = (at: number) => momentWords(at, adAccount.timezone);
  return [
    state(read),
    held(read, 'targeting', 'Who sees it', adSet.audience.inWords),
    ...(own === null ? [] : [amount(plan, read, { field: 'daily_budget', minor: own })]),
    ...(leaseUntil === null
      ? []
      : [
          {
            label: 'Stops by itself',
            asked: words(leaseUntil),
            readBack: end === null ? null : words(end),
            same: end === leaseUntil,
          },
        ]),
  ];
}

function creativeValues(ad: PlannedAd, { wanted, found }: Read): readonly ReceiptValue[] {
  const asked = objectIn(objectIn(wanted.expected['object_story_spec'])['link_data']);
  const picture = asked['image_hash'];
  const spec = objectIn(found['object_story_spec']);
  const data = objectIn(spec['link_data']);
  const button = objectIn(data['call_to_action'])['type'];
  return [
    text('Text', ad.primaryText, data['message']),
    text('Headline', ad.headline, data['name']),
    text('Line below', ad.description, data['description']),
    ...(ad.linkUrl === null ? [] : [text('Leads to', ad.linkUrl, data['link'])]),
    text('Picture', typeof picture === 'string' ? picture : '', data['image_hash']),
    {
      label: 'Button',
      asked: buttonWords(ad.callToAction),
      readBack:
        typeof button === 'string'
          ? button === ad.callToAction
            ? buttonWords(ad.callToAction)
            : button
          : null,
      same: button === ad.callToAction,
    },
  ];
}

function text(label: string, asked: string, stored: unknown): ReceiptValue {
  const readBack = typeof stored === 'string' ? stored : null;
  return { label, asked, readBack, same: readBack === asked };
}

const AMOUNTS = { daily_budget: 'Amount per day', spend_cap: 'Facebook itself stops at' } as const;

function amount(
  plan: CampaignPlan,
  { found }: Read,
  { field, minor }: { readonly field: keyof typeof AMOUNTS; readonly minor: number },
): ReceiptValue {
  const stored = Number(found[field] ?? Number.NaN);
  const money = (value: number) => formatMoney({ minor: value, currency: plan.currency });
  return {
    label: AMOUNTS[field],
    asked: money(minor),
    readBack: Number.isSafeInteger(stored) ? money(stored) : null,
    same: stored === minor,
  };
}

/** A value that is compared as a whole and said in words. */
function held({ wanted, found }: Read, field: string, label: string, words: string): ReceiptValue {
  const different = differences(wanted, found).includes(`${wanted.kind}.${field}`);
  const readBack = found[field] === undefined ? null : different ? 'Something else' : words;
  return { label, asked: words, readBack, same: !different };
}

function state({ found }: Read): ReceiptValue {
  const status = found['status'];
  const isOn = status === 'ACTIVE';
  const readBack = typeof status !== 'string' ? null : isOn ? 'On' : 'Off';
  return { label: 'Switched', asked: 'On', readBack, same: isOn };
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
