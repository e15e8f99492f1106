import type { Page } from 'playwright-core';
import type { ConnectionDto } from '../../../contract/model.ts';
import { campaign, LIVE } from './launches.ts';
import { card, CONNECTED, DAY, NOW, page, PROJECT } from './page.ts';
import { nth, openTab } from './scene.ts';
import type { Scene } from './scene.ts';

const NOT_CONNECTED: ConnectionDto = {
  state: 'NOT_CONNECTED',
  facebookName: null,
  adAccounts: [],
  pages: [],
  selected: null,
  tokenExpiresAt: null,
  accessEndsAt: null,
  connectedAt: null,
  inProgress: false,
  missing: [],
  canCheckAgain: false,
  unattendedAds: null,
  problem: null,
};
const WORDS =
  'To make your ads I need your **Facebook ad account**. You sign in at Facebook itself; I never see your password.';

function scene(name: string, connection: ConnectionDto, more: Partial<Scene> = {}): Scene {
  return {
    name,
    page: page({
      project: {
        ...page().project,
        stage: 'connecting',
        headline: 'I am waiting for Facebook.',
      },
      messages: [card(1, { kind: 'connect' }, WORDS)],
      connection,
    }),
    shots: { [name]: nth(0) },
    ...more,
  };
}

function trouble(
  state: ConnectionDto['state'],
  code: string,
  message: string,
  more: Partial<ConnectionDto> = {},
): ConnectionDto {
  const canCheckAgain = state === 'CONNECTED' || state === 'NEEDS_SELECTION';
  return { ...NOT_CONNECTED, state, canCheckAgain, problem: { code, message }, ...more };
}

const [ACCOUNT] = CONNECTED.adAccounts;
const SEVERAL: ConnectionDto = {
  ...CONNECTED,
  state: 'NEEDS_SELECTION',
  selected: null,
  adAccounts:
    ACCOUNT === undefined
      ? []
      : [
          ACCOUNT,
          {
            ...ACCOUNT,
            id: 'act_2',
            name: 'Old shop',
            statusWords: 'Disabled by Facebook',
            usable: false,
            problem: {
              code: 'meta.account_disabled',
              message: 'Facebook has disabled this ad account. Please ask for a review there.',
            },
          },
          {
            ...ACCOUNT,
            id: 'act_3',
            name: 'Maria’s holiday flat in Florence',
            currency: 'EUR',
            timezone: 'Europe/Rome',
            statusWords: 'Active, a payment is being settled',
            problem: {
              code: 'meta.payment_method_missing',
              message: 'It has no way to pay yet; add one before your ads start.',
            },
          },
        ],
  pages: [
    ...CONNECTED.pages,
    {
      id: '555002',
      name: 'Leeds Market Friends',
      usable: false,
      problem: { code: 'meta.page_not_usable', message: 'You may not advertise for this Page.' },
    },
  ],
};
const LOST = page({
  project: { ...page().project, stage: 'live', headline: 'Your ads run, but I cannot see them.' },
  messages: [card(1, { kind: 'connect' }, WORDS)],
  campaigns: [campaign(1, LIVE)],
  connection: trouble(
    'EXPIRED',
    'connection.expired',
    'Your Facebook connection has run out. Please connect again; I go on where I stopped.',
    { unattendedAds: { until: NOW + 3 * DAY } },
  ),
});

async function openTools(page: Page): Promise<void> {
  await openTab(page, 'tools');
}

async function beginDisconnecting(page: Page): Promise<void> {
  await openTools(page);
  await page.getByTestId('disconnect').click();
  await page.getByTestId('confirm').waitFor();
}

const USAGE = {
  today: { costMicroUsd: 3_400, limitMicroUsd: 2_000_000, requests: 6 },
  last30Days: { costMicroUsd: 61_000, requests: 104, cachedShare: 0.83 },
};

export const CONNECTION_SCENES: readonly Scene[] = [
  scene('connect', NOT_CONNECTED, { dark: true }),
  scene('connect-other-tab', { ...NOT_CONNECTED, inProgress: true }),
  scene(
    'connect-denied',
    trouble(
      'DENIED',
      'connection.denied',
      'You chose not to connect on Facebook. Nothing was shared. You can try again whenever you like.',
    ),
  ),
  scene(
    'connect-permission',
    trouble(
      'MISSING_PERMISSION',
      'connection.missing_permission',
      'One or more permissions were unticked. I need them to make and change the ads you approve, and to show your ads under your Page’s name. Please connect again and leave them ticked.',
      {
        missing: [
          { scope: 'ads_management', purpose: 'to make and change the ads you approve' },
          { scope: 'pages_read_engagement', purpose: 'to show your ads under your Page’s name' },
        ],
      },
    ),
  ),
  scene(
    'connect-no-account',
    trouble(
      'NEEDS_SELECTION',
      'connection.no_ad_account',
      'Facebook shows me no ad account of yours. Please make one in Meta Business Suite, then come back here. Nothing was changed.',
    ),
  ),
  scene('connect-choose', SEVERAL, { dark: true }),
  scene(
    'connect-no-page',
    trouble(
      'NEEDS_SELECTION',
      'connection.no_page',
      'Facebook shows me no Page you may advertise for. Please make a Page, or ask its owner to let you advertise. Nothing was changed.',
    ),
  ),
  scene(
    'connect-no-payment',
    trouble(
      'CONNECTED',
      'meta.payment_method_missing',
      'The ad account has no way to pay yet. Please add one on Facebook under Billing. Nothing was charged.',
      connectedParts(),
    ),
  ),
  scene(
    'connect-disabled',
    trouble(
      'CONNECTED',
      'meta.account_disabled',
      'Facebook has disabled this ad account. Please ask for a review there. No ad was switched on.',
      connectedParts(),
    ),
  ),
  {
    name: 'connect-lost',
    page: LOST,
    shots: { 'connect-lost': nth(0) },
    dark: true,
  },
  scene(
    'connect-revoked',
    trouble(
      'REVOKED',
      'connection.revoked',
      'Facebook no longer lets me in, often because of a new password or a removed app. Please connect again.',
    ),
  ),
  scene(
    'connect-checkpoint',
    trouble(
      'REVOKED',
      'meta.checkpoint',
      'Facebook asks you to confirm it is you. Please open facebook.com, follow the security check, then check again here. Nothing was changed.',
      { canCheckAgain: true },
    ),
  ),
  scene(
    'connect-ends-soon',
    trouble(
      'CONNECTED',
      'connection.ends_soon',
      'Your Facebook connection ends on Monday 30 November. Please connect again before then; your ads go on as before.',
      connectedParts(),
    ),
  ),
  scene('connected', CONNECTED),
  {
    name: 'tools',
    page: page({
      project: { ...page().project, stage: 'live' },
      campaigns: [campaign(1, LIVE)],
      now: NOW,
    }),
    answers: { [`GET /api/projects/${PROJECT}/usage`]: { status: 200, body: USAGE } },
    act: openTools,
    onPhone: openTools,
    shots: { tools: null },
  },
  {
    name: 'tools-disconnect',
    page: page({ project: { ...page().project, stage: 'live' }, campaigns: [campaign(1, LIVE)] }),
    act: beginDisconnecting,
    onPhone: beginDisconnecting,
    shots: { 'tools-disconnect': null },
  },
];

function connectedParts(): Partial<ConnectionDto> {
  return {
    adAccounts: CONNECTED.adAccounts,
    pages: CONNECTED.pages,
    selected: CONNECTED.selected,
  };
}
