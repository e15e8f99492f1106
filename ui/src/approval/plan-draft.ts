import type { EditPlan } from '../../../contract/http.ts';
import type { ApprovalCard } from '../../../contract/launch.ts';
import { authorityFor } from '../../../domain/approval/authority.ts';
import { lastDayBounds } from '../../../domain/plan/apply-edit.ts';
import { isCurrencyCode, minorUnitsPerMajor, moneyFromMajor } from '../../../domain/money.ts';
import { calendarDay, money } from '../format.ts';

/** What of a plan can be changed on its card, as it is being typed. */
export type PlanDraft = {
  /** Major units, as typed. */
  daily: string;
  /** Where there are several, their parts make the daily amount. */
  audiences: AudienceDraft[];
  lastDay: string;
  places: string[];
  ads: AdDraft[];
};
export type AudienceDraft = {
  readonly key: string;
  readonly name: string;
  /** Major units, as typed. */
  daily: string;
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
    audiences: (edit.audiences ?? []).map(({ key, name, dailyBudgetMinor }) => ({
      key,
      name,
      daily: majorOf(dailyBudgetMinor, edit.currency),
    })),
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

/** A typed amount in minor units; null while it is none, or says more than the currency can hold. */
function amountMinor(typed: string, currency: string): number | null {
  if (!isCurrencyCode(currency)) return null;
  const number = typed
    .trim()
    .replace(/[\s,](?=\d{3}\b)/g, '')
    .replace(',', '.');
  const decimals = minorUnitsPerMajor(currency) === 1 ? '' : '(?:\\.\\d{1,2})?';
  if (!new RegExp(`^\\d{1,9}${decimals}$`).test(number)) return null;
  const { minor } = moneyFromMajor(number, currency);
  return minor > 0 ? minor : null;
}

/** The daily amount, or the sum of its parts, in minor units; null while it is none. */
export function dailyMinor({ daily, audiences }: PlanDraft, currency: string): number | null {
  if (audiences.length === 0) return amountMinor(daily, currency);
  let sum = 0;
  for (const part of audiences) {
    const minor = amountMinor(part.daily, currency);
    if (minor === null) return null;
    sum += minor;
  }
  return sum;
}

/**
 * The most the draft would cost, as it is being typed; null while it cannot be said.
 * @param today the first day ads could run, YYYY-MM-DD in the account's zone.
 */
export function mostWords(draft: PlanDraft, edit: Editable, today: string): string | null {
  const minor = dailyMinor(draft, edit.currency);
  if (minor === null || !isCurrencyCode(edit.currency) || draft.lastDay < today) return null;
  if (draft.lastDay > lastDayBounds(today).latest) return null;
  const time = { firstDay: today, lastDay: draft.lastDay, endsAt: 0 };
  const most = authorityFor(minor, edit.currency, time);
  const words = (amount: number): string => money(amount, edit.currency);
  const together = draft.audiences.length === 0 ? '' : `Together ${words(minor)} a day. `;
  return `${together}At most ${words(most.maxPerDayMinor)} on one day, ${words(most.maxPerWeekMinor)} a week and ${words(most.maxInTotalMinor ?? 0)} in total until ${calendarDay(draft.lastDay)}.`;
}

/** What was changed, for the API, or what stands in the way. */
export function changesOf(card: ApprovalCard, draft: PlanDraft, today: string): DraftOutcome {
  const { edit } = card;
  const before = draftOf(card);
  if (edit === undefined || before === null) return { ok: false, problems: [] };
  const problems = [...budgetProblems(draft, edit, today), ...draft.ads.flatMap(adProblems)];
  if (problems.length > 0) return { ok: false, problems };
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
      ...moneyChanges(draft, edit),
      ...(draft.lastDay === edit.lastDay ? {} : { lastDay: draft.lastDay }),
      ...(places.join('\n') === edit.places.join('\n') ? {} : { places }),
      ...(ads.length === 0 ? {} : { ads }),
    },
  };
}

function moneyChanges(draft: PlanDraft, edit: Editable): EditPlan['changes'] {
  if (draft.audiences.length === 0) {
    const daily = dailyMinor(draft, edit.currency);
    return daily === null || daily === edit.dailyBudgetMinor ? {} : { dailyBudgetMinor: daily };
  }
  const audiences = draft.audiences.flatMap(({ key, daily }) => {
    const minor = amountMinor(daily, edit.currency);
    const before = edit.audiences?.find((one) => one.key === key)?.dailyBudgetMinor;
    return minor === null || minor === before ? [] : [{ key, dailyBudgetMinor: minor }];
  });
  return audiences.length === 0 ? {} : { audiences };
}

const typedPlaces = (draft: PlanDraft): string[] =>
  draft.places.map((place) => place.trim()).filter((place) => place !== '');

function budgetProblems(draft: PlanDraft, edit: Editable, today: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const say = (field: string, problem: string): void => void problems.push({ field, problem });
  const { minimumDailyMinor: least, currency } = edit;
  const { audiences } = draft;
  if (audiences.length === 0) {
    const problem = amountProblem(draft.daily, { least, currency });
    if (problem !== null) say('daily', problem);
  }
  for (const { key, daily } of audiences) {
    const part = Math.ceil(least / audiences.length);
    const problem = amountProblem(daily, { least: part, currency });
    if (problem !== null) say(`${key}.daily`, problem);
  }
  const { soonest, latest } = lastDayBounds(today);
  if (draft.lastDay !== edit.lastDay && draft.lastDay < soonest) {
    say('lastDay', 'Please choose a day after tomorrow or later.');
  } else if (draft.lastDay > latest) say('lastDay', 'Please choose a day within a year.');
  if (typedPlaces(draft).length === 0) say('places', 'Please name at least one place.');
  return problems;
}

function amountProblem(
  typed: string,
  { least, currency }: { least: number; currency: string },
): string | null {
  const minor = amountMinor(typed, currency);
  if (minor === null) return 'Please give the amount as a number, such as 15.';
  return minor < least ? `Facebook asks for at least ${money(least, currency)} a day.` : null;
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

/** Inputs of an ad by the API's names. */
const AD_INPUTS = new Set(['headline', 'primaryText', 'description', 'assetId']);

const BY_API_NAME: Readonly<Record<string, string>> = {
  dailyBudgetMinor: 'daily',
  lastDay: 'lastDay',
  places: 'places',
};

/**
 * The input the API's refusal is about; null when it is about the whole.
 * @param path as refused: `changes.dailyBudgetMinor` or `changes.ads.0.headline`.
 */
export function fieldOf(path: string | null, sent: EditPlan['changes']): string | null {
  const parts = (path ?? '').split('.').filter((part) => part !== 'changes');
  const [first, second, third = ''] = parts;
  const at = Number(second);
  if (first === 'ads') {
    const key = sent.ads?.[at]?.key;
    return key === undefined || !AD_INPUTS.has(third) ? null : `${key}.${third}`;
  }
  if (first === 'audiences') {
    const key = sent.audiences?.[at]?.key;
    return key === undefined ? null : `${key}.daily`;
  }
  return first === undefined ? null : (BY_API_NAME[first] ?? null);
}
