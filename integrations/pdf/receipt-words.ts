import type { LaunchReceipt, ReceiptObjectKind } from '../../domain/deployment/receipt.ts';
import { formatMoney, parseCurrency } from '../../domain/money.ts';

export type Fact = { readonly label: string; readonly value: string };

const KINDS: Readonly<Record<ReceiptObjectKind, string>> = {
  campaign: 'Campaign',
  'ad-set': 'Audience and budget',
  ad: 'Ad',
  picture: 'Picture',
  creative: 'Text and picture of an ad',
  'lead-form': 'Form',
  'budget-schedule': 'Budget for certain days',
};

export function kindWords(kind: ReceiptObjectKind): string {
  return KINDS[kind];
}

/** "Monday 23 November 2026, 14:05:09". */
export function instantWords(at: number, timezone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone: timezone,
  }).formatToParts(at);
  // The words between the parts differ between versions of the locale's data.
  const part = (wanted: string) => parts.find(({ type }) => type === wanted)?.value ?? '';
  const day = ['weekday', 'day', 'month', 'year'].map(part).join(' ');
  return `${day}, ${['hour', 'minute', 'second'].map(part).join(':')}`;
}

/** "23 November 2026, 14:05:09". */
export function shortInstant(at: number, timezone: string): string {
  return instantWords(at, timezone).replace(/^\S+ /, '');
}

/** Who launched what for whom, and who allowed it. */
export function launchFacts(receipt: LaunchReceipt): readonly Fact[] {
  const { adAccount, page, approval } = receipt;
  const at = (instant: number) => instantWords(instant, adAccount.timezone);
  return [
    { label: 'Project', value: receipt.projectName },
    { label: 'Ad account', value: `${adAccount.name} (${adAccount.id})` },
    { label: 'Currency', value: adAccount.currency },
    { label: 'Facebook Page', value: `${page.name} (${page.id})` },
    { label: 'Approved by', value: approval.by },
    { label: 'Approved on', value: at(approval.decidedAt) },
    { label: 'Building began', value: at(receipt.startedAt) },
    { label: 'Live since', value: at(receipt.liveAt) },
    ...(receipt.leaseUntil === null
      ? []
      : [{ label: 'Stops by itself', value: `${at(receipt.leaseUntil)}, unless renewed` }]),
    { label: 'Approval', value: `${approval.id}, version ${approval.version}` },
    { label: 'Fingerprint of the plan', value: approval.contentHash },
  ];
}

/** What the approval allows to be spent. */
export function limitFacts({ limits, adAccount }: LaunchReceipt): readonly Fact[] {
  const currency = parseCurrency(adAccount.currency);
  const money = (minor: number) => formatMoney({ minor, currency });
  return [
    { label: 'Planned for a day', value: money(limits.dailyMinor) },
    { label: 'Most in one day', value: money(limits.maxPerDayMinor) },
    { label: 'Most in one week', value: money(limits.maxPerWeekMinor) },
    {
      label: 'Most in total',
      value: limits.maxInTotalMinor === null ? 'Not limited' : money(limits.maxInTotalMinor),
    },
    {
      label: 'Last moment',
      value:
        limits.endsAt === null ? 'No end set' : instantWords(limits.endsAt, adAccount.timezone),
    },
  ];
}

/** One sentence on whether Facebook has what was asked for. */
export function verdictWords({ objects }: LaunchReceipt): string {
  const values = objects.flatMap((object) => object.values);
  const read = values.filter(({ readBack }) => readBack !== null);
  const differing = read.filter(({ same }) => !same).length;
  const unread = values.length - read.length;
  const things = count(objects.length, 'thing was', 'things were');
  const first = `${things} made at Facebook`;
  const compared =
    differing === 0
      ? `${count(read.length, 'value was', 'values were')} read back, all as approved`
      : `${count(differing, 'value differs', 'values differ')} from what was approved`;
  const open = unread === 0 ? '' : ` ${count(unread, 'value was', 'values were')} not read back.`;
  return values.length === 0 ? `${first}.` : `${first}. ${compared}.${open}`;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
