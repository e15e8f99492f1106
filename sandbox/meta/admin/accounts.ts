import { currencyByCode } from '../catalog/currencies.ts';
import type { GraphDeps } from '../http/graph-routes.ts';
import type { JsonObject } from '../json.ts';
import { current, withVersion } from '../state/store.ts';
import type { AccountVersion, AdAccount, App, Put } from '../state/types.ts';
import {
  accountId,
  AdminError,
  oneOfText,
  optionalFlag,
  optionalNumber,
  optionalText,
  optionalTexts,
  requiredText,
} from './input.ts';

/** Status, payment, smallest budget, EU names and spending limit of an ad account. */
export function changeAccount({ store }: GraphDeps, body: JsonObject, now: number): JsonObject {
  const account = store.get('account', accountId(body));
  if (!account) throw new AdminError('There is no such ad account.');
  const status = optionalNumber(body, 'status');
  const funding = optionalFlag(body, 'funding');
  const change: Partial<AccountVersion> = {
    ...(status === null
      ? {}
      : {
          accountStatus: status,
          disableReason: optionalNumber(body, 'disable_reason') ?? (status === 2 ? 1 : 0),
        }),
    ...(funding === null ? {} : { hasPaymentMethod: funding }),
    ...(body['spend_cap'] === undefined ? {} : { spendCap: optionalNumber(body, 'spend_cap') }),
  };
  const floor = optionalNumber(body, 'min_daily_budget');
  const leastCap = optionalNumber(body, 'min_spend_cap');
  const currency = optionalText(body, 'currency') ?? account.currency;
  const timezone = optionalText(body, 'timezone') ?? account.timezone;
  checkPlace(currency, timezone);
  const next: AdAccount = {
    ...withVersion<AccountVersion, AdAccount>(account, change, now),
    currency,
    timezone,
    ...(body['default_dsa_beneficiary'] === undefined
      ? {}
      : { defaultDsaBeneficiary: optionalText(body, 'default_dsa_beneficiary') }),
    ...(body['default_dsa_payor'] === undefined
      ? {}
      : { defaultDsaPayor: optionalText(body, 'default_dsa_payor') }),
    ...(floor === null ? {} : { minDailyBudget: floor }),
    ...(leastCap === null ? {} : { minSpendCap: leastCap }),
    ...(optionalText(body, 'name') === null ? {} : { name: requiredText(body, 'name') }),
  };
  store.commit([{ kind: 'account', value: next }]);
  const { accountStatus, hasPaymentMethod } = current(next);
  return { success: true, status: accountStatus, funding: hasPaymentMethod };
}

/** One more ad account for a person, shared with every app that has a token of theirs. */
export function addAccount({ store }: GraphDeps, body: JsonObject, now: number): JsonObject {
  const user = store.get('user', requiredText(body, 'user_id'));
  if (!user) throw new AdminError('There is no such person.');
  const currency = requiredText(body, 'currency');
  const timezone = optionalText(body, 'timezone') ?? 'Europe/London';
  checkPlace(currency, timezone);
  const account: AdAccount = {
    id: store.nextId('account'),
    ownerId: user.id,
    name: optionalText(body, 'name') ?? `Ad account (${currency})`,
    currency,
    timezone,
    createdAt: now,
    defaultDsaBeneficiary: null,
    defaultDsaPayor: null,
    versions: [
      {
        at: 0,
        accountStatus: optionalNumber(body, 'status') ?? 1,
        disableReason: 0,
        hasPaymentMethod: optionalFlag(body, 'funding') ?? true,
        spendCap: null,
      },
    ],
  };
  const puts: Put[] = [{ kind: 'account', value: account }];
  for (const token of store.list('token', (row) => row.userId === user.id)) {
    const accountIds = [...token.accountIds, account.id];
    puts.push({ kind: 'token', value: { ...token, accountIds } });
  }
  store.commit(puts);
  return { id: `act_${account.id}`, name: account.name, currency, timezone };
}

function checkPlace(currency: string, timezone: string): void {
  try {
    currencyByCode(currency);
    new Intl.DateTimeFormat('en', { timeZone: timezone }).format(0);
  } catch {
    throw new AdminError('currency must be one the sandbox knows, timezone one of the IANA list.');
  }
}

/** Rights on a Page and its terms for forms. */
export function changePage({ store }: GraphDeps, body: JsonObject): JsonObject {
  const page = store.get('page', requiredText(body, 'page'));
  if (!page) throw new AdminError('There is no such Page.');
  const advertise = optionalFlag(body, 'advertise');
  const given = optionalTexts(body, 'tasks') ?? page.tasks;
  const others = given.filter((task) => task !== 'ADVERTISE');
  const tasks = advertise === null ? given : advertise ? ['ADVERTISE', ...others] : others;
  const leadgenTosAccepted = optionalFlag(body, 'leadgen_tos_accepted') ?? page.leadgenTosAccepted;
  store.commit([{ kind: 'page', value: { ...page, tasks, leadgenTosAccepted } }]);
  return { success: true, tasks, leadgen_tos_accepted: leadgenTosAccepted };
}

export function appOf({ store }: GraphDeps, body: JsonObject): App {
  const id = requiredText(body, 'client_id');
  return (
    store.get('app', id) ?? { id, secret: '', live: true, tier: 'standard_access', maxScore: null }
  );
}

/** Whether the app is in Live mode. */
export function changeApp(deps: GraphDeps, body: JsonObject): JsonObject {
  const live = optionalFlag(body, 'live') ?? true;
  deps.store.commit([{ kind: 'app', value: { ...appOf(deps, body), live } }]);
  return { success: true, live };
}

const TIERS = {
  limited: 'development_access',
  development_access: 'development_access',
  full: 'standard_access',
  standard_access: 'standard_access',
} as const;

/** Access tier of an app, how a blocked account is told, and a score limit of one's own. */
export function changeTier(deps: GraphDeps, body: JsonObject): JsonObject {
  const name = oneOfText(body, 'tier', [
    'limited',
    'full',
    'development_access',
    'standard_access',
  ]);
  const limitCode = body['limit_code'] === 613 ? 613 : 17;
  const app: App = {
    ...appOf(deps, body),
    tier: TIERS[name],
    maxScore: optionalNumber(body, 'max_score'),
    limitCode,
  };
  deps.store.commit([{ kind: 'app', value: app }]);
  deps.usage.reset();
  return { success: true, tier: app.tier };
}

/** Where an account's score stands for an app. */
export function readPoints(
  deps: GraphDeps,
  query: { readonly account: string; readonly client_id: string },
  now: number,
): JsonObject {
  const app = appOf(deps, query);
  const state = deps.usage.state({ app, accountId: accountId(query), now });
  return {
    tier: app.tier,
    points: state.points,
    max: state.max,
    blocked_until: state.blockedUntil,
  };
}
