import { fold } from '../text.ts';

const ALL_DAYS = 90;
const WEEK = /\b(?:week|woche|semaine|semana)\b|\b7 (?:days|tage|jours|dias)\b/;
const MONTH = /\b(?:month|monat|mois|mes)\b/;
const TODAY = /\b(?:today|heute|aujourd'hui|hoy)\b/;
const YESTERDAY = /\b(?:yesterday|gestern|hier|ayer)\b/;
const COUNTED = /\b(\d{1,3}) (?:days|tagen?|jours|dias)\b/;

/** How many days back a question looks, today included; all there is unless it says so. */
export function daysIn(text: string): number {
  const plain = fold(text);
  const counted = Number(COUNTED.exec(plain)?.[1] ?? 0);
  if (counted > 0) return Math.min(counted, ALL_DAYS);
  if (TODAY.test(plain)) return 1;
  if (YESTERDAY.test(plain)) return 2;
  if (WEEK.test(plain)) return 7;
  return MONTH.test(plain) ? 30 : ALL_DAYS;
}

const MONTHS: readonly RegExp[] = [
  /^(?:jan|ene)/,
  /^(?:feb|fev)/,
  /^(?:mar|mrz)/,
  /^(?:apr|avr|abr)/,
  /^(?:may|mai)/,
  /^(?:jun|juin)/,
  /^(?:jul|juil)/,
  /^(?:aug|aou|ago)/,
  /^(?:sep)/,
  /^(?:oct|okt)/,
  /^(?:nov)/,
  /^(?:dec|dez|dic)/,
];
const UNTIL =
  /\b(?:until|till|up to|through|end(?:s|ing)? on|last day|bis|letzter tag|jusqu'(?:au|a)|hasta|ultimo dia)\b/;
const ISO = /\b(\d{4})-(\d{2})-(\d{2})\b/;
const NUMERIC = /\b(\d{1,2})[./](\d{1,2})[./](?:(\d{4})\b)?/;
const DAY_MONTH =
  /\b(\d{1,2})(?:st|nd|rd|th|er|\.)?\s(?:of\s|de\s)?([a-z]{3,})(?:\s(?:de\s)?(\d{4}))?/g;
const MONTH_DAY = /\b([a-z]{3,})\s(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s(\d{4}))?/g;

/** A last day as YYYY-MM-DD. Without a year it is the next such day after `today`; null when none is named. */
export function lastDayIn(text: string, today: string | null): string | null {
  const plain = fold(text);
  if (!UNTIL.test(plain)) return null;
  const iso = ISO.exec(plain);
  if (iso !== null) return iso[0];
  const found = dayIn(plain);
  if (found === null || found.month < 1 || found.month > 12 || found.day < 1 || found.day > 31) {
    return null;
  }
  if (found.year !== null) return written(found.year, found.month, found.day);
  if (today === null) return null;
  const thisYear = written(Number(today.slice(0, 4)), found.month, found.day);
  return thisYear >= today
    ? thisYear
    : written(Number(today.slice(0, 4)) + 1, found.month, found.day);
}

type Found = { readonly year: number | null; readonly month: number; readonly day: number };

function dayIn(plain: string): Found | null {
  const numeric = NUMERIC.exec(plain);
  if (numeric !== null) {
    const [, day, month, year] = numeric;
    return { day: Number(day), month: Number(month), year: yearOf(year) };
  }
  for (const [, day, name, year] of plain.matchAll(DAY_MONTH)) {
    const month = monthOf(name);
    if (month > 0) return { day: Number(day), month, year: yearOf(year) };
  }
  for (const [, name, day, year] of plain.matchAll(MONTH_DAY)) {
    const month = monthOf(name);
    if (month > 0) return { day: Number(day), month, year: yearOf(year) };
  }
  return null;
}

function monthOf(name: string | undefined): number {
  return MONTHS.findIndex((pattern) => pattern.test(name ?? '')) + 1;
}

function yearOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

function written(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The day in words that a context gives, such as "Monday 23 November 2026"; null when it gives none. */
export function dayFromWords(words: string): string | null {
  const plain = fold(words);
  if (ISO.test(plain)) return ISO.exec(plain)?.[0] ?? null;
  const found = dayIn(plain);
  return found?.year == null ? null : written(found.year, found.month, found.day);
}
