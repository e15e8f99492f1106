import type { AdAccountOption, PageOption } from '../../domain/connection/connection.ts';
import { integer, isObject, text, texts } from './parse.ts';
import type { JsonObject } from './parse.ts';

export const AD_ACCOUNT_FIELDS =
  'id,account_id,name,account_status,currency,timezone_name,funding_source,min_daily_budget,' +
  'min_campaign_group_spend_cap,' +
  'default_dsa_payor,default_dsa_beneficiary';

export function parseAdAccount(raw: JsonObject): AdAccountOption {
  const bare = text(raw['account_id']) ?? text(raw['id'])?.replace(/^act_/, '') ?? '';
  return {
    id: `act_${bare}`,
    name: text(raw['name']) ?? `Ad account ${bare.slice(-4)}`,
    currency: text(raw['currency']) ?? '',
    timezone: text(raw['timezone_name']) ?? 'UTC',
    status: integer(raw['account_status']) ?? 0,
    hasPaymentMethod: hasFunding(raw['funding_source']),
  };
}

function hasFunding(value: unknown): boolean {
  const source = isObject(value) ? text(value['id']) : text(value);
  return source !== null && source !== '' && source !== '0';
}

/** Facebook names the right to run ads for a Page a "task". */
export function parsePage(raw: JsonObject): PageOption {
  const tasks = texts(raw['tasks']);
  return {
    id: text(raw['id']) ?? '',
    name: text(raw['name']) ?? 'Page',
    canAdvertise: tasks.includes('ADVERTISE') || tasks.includes('MANAGE'),
  };
}
