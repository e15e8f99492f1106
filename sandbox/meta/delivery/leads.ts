import type { GraphCall } from '../http/call.ts';
import { isJsonList, isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { current } from '../state/store.ts';
import type { Ad, LeadForm } from '../state/types.ts';
import { leadFormOf } from '../validation/creative.ts';
import { campaignDays } from './performance.ts';
import { hashNumber } from './random.ts';
import { addDays, startOfDay } from './zone.ts';

/** One filled-in form, as far as it has arrived at an instant. */
export type Lead = {
  readonly id: string;
  readonly at: number;
  readonly ad: Ad;
  readonly answers: readonly JsonObject[];
};

const PEOPLE = [
  'Ana Costa',
  'Ben Hart',
  'Cem Kaya',
  'Dora Lind',
  'Eli Stone',
  'Fay Moore',
] as const;

/** The leads of a form, newest first: as many as the figures of its ads say. */
export function leadsOf(call: GraphCall, formId: string): readonly Lead[] {
  const form = call.store.get('leadForm', formId);
  if (!form) return [];
  const ads = call.store.list('ad', (ad) => {
    const creative = call.store.get('creative', current(ad).creativeId);
    return creative !== undefined && leadFormOf(creative.content) === formId;
  });
  return ads.flatMap((ad) => leadsOfAd(call, ad, form)).toSorted((a, b) => b.at - a.at);
}

function leadsOfAd(call: GraphCall, ad: Ad, form: LeadForm): readonly Lead[] {
  const campaign = call.store.get('campaign', ad.campaignId);
  const account = call.store.get('account', ad.accountId);
  if (!campaign || !account) return [];
  return campaignDays(call.store, campaign, call.now)
    .filter((row) => row.adId === ad.id)
    .flatMap((row) => {
      const from = startOfDay(account.timezone, row.day);
      const to = Math.min(call.now, startOfDay(account.timezone, addDays(row.day, 1)));
      return Array.from({ length: row.results }, (_, index) => {
        const seed = `${ad.id}/${row.day}/${index}`;
        return {
          id: `5510${String(Math.floor(hashNumber(`lead/${seed}`) * 1e12)).padStart(12, '0')}`,
          at: Math.floor(from + ((index + 0.5) / row.results) * (to - from)),
          ad,
          answers: answersTo(form, seed),
        };
      });
    });
}

function answersTo(form: LeadForm, seed: string): readonly JsonObject[] {
  const questions = form.content['questions'];
  if (!isJsonList(questions)) return [];
  const person = PEOPLE[Math.floor(hashNumber(seed) * PEOPLE.length)] ?? PEOPLE[0];
  const [first = '', last = ''] = person.split(' ');
  const values: Readonly<Record<string, string>> = {
    FULL_NAME: person,
    FIRST_NAME: first,
    LAST_NAME: last,
    EMAIL: `${first.toLowerCase()}@example.com`,
    PHONE: '+15555550100',
    CITY: 'Leeds',
  };
  return questions.flatMap((question) => {
    const type = isJsonObject(question) ? question['type'] : undefined;
    if (typeof type !== 'string') return [];
    return [{ name: type.toLowerCase(), values: [values[type] ?? 'Yes'] }];
  });
}
