import { randomBytes } from 'node:crypto';
import { hashNumber } from '../delivery/random.ts';
import type { Store } from './store.ts';
import type { AdAccount, FbUser, Page, Put } from './types.ts';

const FIRST_NAMES = ['Alex', 'Sam', 'Robin', 'Charlie', 'Jamie', 'Kim', 'Toni', 'Chris'] as const;
const LAST_NAMES = [
  'Morgan',
  'Taylor',
  'Ellis',
  'Bennett',
  'Fischer',
  'Novak',
  'Reid',
  'Marsh',
] as const;
const BUSINESSES = [
  'Corner Street',
  'Old Mill',
  'Riverside',
  'Maple Lane',
  'Harbour View',
  'Greenfield',
] as const;

const ADVERTISER_TASKS = [
  'ADVERTISE',
  'ANALYZE',
  'CREATE_CONTENT',
  'MESSAGING',
  'MODERATE',
  'MANAGE',
] as const;

type AccountSeed = {
  readonly label: string;
  readonly currency: string;
  readonly timezone: string;
  readonly accountStatus: number;
};

const ACCOUNTS: readonly AccountSeed[] = [
  { label: 'Main ad account (GBP)', currency: 'GBP', timezone: 'Europe/London', accountStatus: 1 },
  {
    label: 'Europe ad account (EUR)',
    currency: 'EUR',
    timezone: 'Europe/Berlin',
    accountStatus: 1,
  },
  { label: 'US ad account (USD)', currency: 'USD', timezone: 'America/New_York', accountStatus: 1 },
  {
    label: 'Old ad account (disabled)',
    currency: 'GBP',
    timezone: 'Europe/London',
    accountStatus: 2,
  },
];

function pick<T>(list: readonly [T, ...T[]] | readonly T[], seed: string): T {
  const found = list[Math.floor(hashNumber(seed) * list.length)];
  if (found === undefined) throw new Error('Nothing to pick from.');
  return found;
}

/** A key for a browser that has none yet; kept in its cookie. */
export function newUserKey(): string {
  return randomBytes(9).toString('base64url');
}

/**
 * The Facebook user of a browser, made at first sight with ad accounts and Pages:
 * three accounts that work (pounds first), a disabled one, one Page to advertise for and one without that right.
 */
export function ensureUser(store: Store, key: string, now: number): FbUser {
  const known = store.list('user', (user) => user.key === key)[0];
  if (known) return known;
  const user: FbUser = {
    id: store.nextId('user'),
    key,
    name: `${pick(FIRST_NAMES, `first/${key}`)} ${pick(LAST_NAMES, `last/${key}`)}`,
  };
  store.commit([{ kind: 'user', value: user }]);
  for (const seed of ACCOUNTS) createAccount(store, user, seed, now);
  const business = pick(BUSINESSES, `business/${key}`);
  createPage(store, user, `${business} Shop`, ADVERTISER_TASKS);
  createPage(store, user, `${business} Community`, ['ANALYZE']);
  return user;
}

function createAccount(store: Store, user: FbUser, seed: AccountSeed, now: number): void {
  const working = seed.accountStatus === 1;
  const account: AdAccount = {
    id: store.nextId('account'),
    ownerId: user.id,
    name: seed.label,
    currency: seed.currency,
    timezone: seed.timezone,
    createdAt: now,
    defaultDsaBeneficiary: null,
    defaultDsaPayor: null,
    versions: [
      {
        at: 0,
        accountStatus: seed.accountStatus,
        disableReason: working ? 0 : 1,
        hasPaymentMethod: working,
        spendCap: null,
      },
    ],
  };
  const puts: Put[] = [{ kind: 'account', value: account }];
  if (seed.currency === 'GBP' && working) {
    const pixel = { id: store.nextId('pixel'), accountId: account.id, name: 'Website pixel' };
    puts.push({ kind: 'pixel', value: pixel });
    const mobileApp = {
      id: store.nextId('mobileApp'),
      accountId: account.id,
      name: 'Companion app',
      storeUrls: [
        'http://play.google.com/store/apps/details?id=com.example.companion',
        'http://itunes.apple.com/app/id1234567890',
      ],
    };
    puts.push({ kind: 'mobileApp', value: mobileApp });
  }
  store.commit(puts);
}

function createPage(store: Store, user: FbUser, name: string, tasks: readonly string[]): void {
  const page: Page = {
    id: store.nextId('page'),
    ownerId: user.id,
    name,
    category: 'Local business',
    tasks,
    leadgenTosAccepted: tasks.includes('ADVERTISE'),
  };
  store.commit([{ kind: 'page', value: page }]);
}

export function accountsOf(store: Store, user: FbUser): readonly AdAccount[] {
  return store.list('account', (account) => account.ownerId === user.id);
}

export function pagesOf(store: Store, user: FbUser): readonly Page[] {
  return store.list('page', (page) => page.ownerId === user.id);
}
