import type { EditPlan } from '../../../contract/http.ts';
import type { ApprovalCard } from '../../../contract/launch.ts';
import { authorityFor } from '../../../domain/approval/authority.ts';
import { isCurrencyCode, minorUnitsPerMajor, moneyFromMajor } from '../../../domain/money.ts';
import { calendarDay, money } from '../format.ts';

/** What of a plan can be changed on its card, as it is being typed. */
export type PlanDraft = {
  /** Major units, as typed. */
  daily: string;
  lastDay: string;
  places: string[];
  ads: AdDraft[];
};
export type AdDraft = {
  key: string;
  headline: string;
  primaryText: string;
  description: string;
  assetId: string;
};
export type Editable = NonNullable<ApprovalCard['edit']>;

/** Which input a problem belongs to: `daily`, `lastDay`, `places`, or an ad's key and its field. */
export type FieldProblem = { readonly field: string; readonly problem: string };
export type DraftOutcome =
  | { readonly ok: true; readonly changes: EditPlan['changes'] }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** The card's own values; null for cards of before, which can only be changed in words. */
export function draftOf({ edit, ads }: ApprovalCard): PlanDraft | null {
  if (edit === undefined) return null;
  return {
    daily: majorOf(edit.dailyBudgetMinor, edit.currency),
    lastDay: edit.lastDay,
    places: [...edit.places],
    ads: ads.flatMap(({ key, headline, primaryText, description, assetId }) =>
      key === undefined ? [] : [{ key, headline, primaryText, description, assetId }],
    ),
  };
}

function majorOf(minor: number, currency: string): string {
  const per = isCurrencyCode(currency) ? minorUnitsPerMajor(currency) : 100;
  return Number.isInteger(minor / per) ? String(minor / per) : (minor / per).toFixed(2);
}

/** The typed amount in minor units; null while it is no amount. */
export function dailyMinor({ daily }: PlanDraft, currency: string): number | null {
  const number = daily
    .trim()
    .replace(/[\s,](?=\d{3}\b)/g, '')
    .replace(',', '.');
  if (!/^\d{1,9}(?:\.\d+)?$/.test(number) || !isCurrencyCode(currency)) return null;
  const { minor } = moneyFromMajor(number, currency);
  return minor > 0 ? minor : null;
}

/**
 * The most the draft would cost, as it is being typed; null while it cannot be said.
 * @param today the first day ads could run, YYYY-MM-DD in the account's zone.
 */
export function mostWords(draft: PlanDraft, edit: Editable, today: string): string | null {
  const minor = dailyMinor(draft, edit.currency);
  if (minor === null || !isCurrencyCode(edit.currency) || draft.lastDay < today) return null;
  if (draft.lastDay > lastSensibleDay(today)) return null;
  const time = { firstDay: today, lastDay: draft.lastDay, endsAt: 0 };
  const most = authorityFor(minor, edit.currency, time);
  const words = (amount: number): string => money(amount, edit.currency);
  return `At most ${words(most.maxPerDayMinor)} on one day, ${words(most.maxPerWeekMinor)} a week and ${words(most.maxInTotalMinor ?? 0)} in total until ${calendarDay(draft.lastDay)}.`;
}

/** A year on: further ahead nobody plans, and a slip of the finger would be counted day by day. */
function lastSensibleDay(today: string): string {
  return `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`;
}

/** What was changed, for the API, or what stands in the way. */
export function changesOf(card: ApprovalCard, draft: PlanDraft, today: string): DraftOutcome {
  const { edit } = card;
  const before = draftOf(card);
  if (edit === undefined || before === null) return { ok: false, problems: [] };
  const problems = [...budgetProblems(draft, edit, today), ...draft.ads.flatMap(adProblems)];
  if (problems.length > 0) return { ok: false, problems };
  const daily = dailyMinor(draft, edit.currency);
  const places = typedPlaces(draft);
  const ads = draft.ads.flatMap((ad) => {
    const change = adChange(
      before.ads.find(({ key }) => key === ad.key),
      ad,
    );
    return change === null ? [] : [change];
  });
  return {
    ok: true,
    changes: {
      ...(daily === null || daily === edit.dailyBudgetMinor ? {} : { dailyBudgetMinor: daily }),
      ...(draft.lastDay === edit.lastDay ? {} : { lastDay: draft.lastDay }),
      ...(places.join('\n') === edit.places.join('\n') ? {} : { places }),
      ...(ads.length === 0 ? {} : { ads }),
    },
  };
}

const typedPlaces = (draft: PlanDraft): string[] =>
  draft.places.map((place) => place.trim()).filter((place) => place !== '');

function budgetProblems(draft: PlanDraft, edit: Editable, today: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const say = (field: string, problem: string): void => void problems.push({ field, problem });
  const daily = dailyMinor(draft, edit.currency);
  if (daily === null) say('daily', 'Please give the amount as a number, such as 15.');
  else if (daily < edit.minimumDailyMinor) {
    const least = money(edit.minimumDailyMinor, edit.currency);
    say('daily', `Facebook asks for at least ${least} a day.`);
  }
  if (draft.lastDay <= today) say('lastDay', 'Please choose a day after today.');
  else if (draft.lastDay > lastSensibleDay(today)) {
    say('lastDay', 'Please choose a day within a year.');
  }
  if (typedPlaces(draft).length === 0) say('places', 'Please name at least one place.');
  return problems;
}

function adProblems({ key, headline, primaryText }: AdDraft): FieldProblem[] {
  const missing = 'Please write a few words here.';
  return [
    ...(headline.trim() === '' ? [{ field: `${key}.headline`, problem: missing }] : []),
    ...(primaryText.trim() === '' ? [{ field: `${key}.primaryText`, problem: missing }] : []),
  ];
}

type AdChange = NonNullable<EditPlan['changes']['ads']>[number];

function adChange(before: AdDraft | undefined, ad: AdDraft): AdChange | null {
  if (before === undefined) return null;
  const change: AdChange = {
    key: ad.key,
    ...(ad.headline === before.headline ? {} : { headline: ad.headline.trim() }),
    ...(ad.primaryText === before.primaryText ? {} : { primaryText: ad.primaryText.trim() }),
    ...(ad.description === before.description ? {} : { description: ad.description.trim() }),
    ...(ad.assetId === before.assetId ? {} : { assetId: ad.assetId }),
  };
  return Object.keys(change).length > 1 ? change : null;
}

const BY_API_NAME: Readonly<Record<string, string>> = {
  dailyBudgetMinor: 'daily',
  lastDay: 'lastDay',
  places: 'places',
};

/**
 * The input the API's refusal is about; null when it is about the whole.
 * @param path as refused: `changes.dailyBudgetMinor`, `changes.ads.0.headline` or `ads.a1.headline`.
 */
export function fieldOf(path: string | null, sent: EditPlan['changes']): string | null {
  const parts = (path ?? '').split('.').filter((part) => part !== 'changes');
  const [first, second, third] = parts;
  if (first === 'ads' && second !== undefined) {
    const key = sent.ads?.[Number(second)]?.key ?? second;
    return `${key}.${third ?? 'headline'}`;
  }
  return first === undefined ? null : (BY_API_NAME[first] ?? null);
}
