import type { CampaignDto } from '../../../contract/launch.ts';
import { CONNECTED, DAY, ENDS_AT, id, MINUTE, NOW, page, PROJECT, withCampaigns } from './page.ts';
import { nth } from './scene.ts';
import type { Scene } from './scene.ts';

type Step = CampaignDto['steps'][number];

const PLANNED: readonly (readonly [Step['kind'], string])[] = [
  ['preflight', 'Check your ad account'],
  ['create-campaign', 'Campaign “Fresh bread in Leeds”'],
  ['create-ad-set', 'Audience around Leeds'],
  ['create-ad-set', 'Audience around York'],
  ['upload-image', 'Picture for “Fresh bread before 8”'],
  ['upload-image', 'Picture for “We bake while you sleep”'],
  ['create-lead-form', 'Form'],
  ['create-creative', 'Look of “Fresh bread before 8”'],
  ['create-ad', 'Ad “Fresh bread before 8”'],
  ['create-creative', 'Look of “We bake while you sleep”'],
  ['create-ad', 'Ad “We bake while you sleep”'],
  ['verify', 'Compare'],
  ['activate-ad', 'Switch on the ads'],
  ['activate-ad-set', 'Switch on the audience'],
  ['activate-campaign', 'Switch on the campaign'],
];

/** The launch with so many operations done and the next one in the given state. */
function steps(done: number, next: Step['state'] = 'running'): Step[] {
  return PLANNED.map(([kind, label], index) => ({
    key: `s${index}`,
    kind,
    label,
    state: index < done ? 'done' : index === done ? next : 'waiting',
    startedAt: index <= done ? NOW - 40_000 + index * 2_400 : null,
    finishedAt: index < done ? NOW - 40_000 + index * 2_400 + 2_100 : null,
  }));
}

export function campaign(n: number, more: Partial<CampaignDto> = {}): CampaignDto {
  return {
    id: id(500 + n),
    projectId: PROJECT,
    name: 'Fresh bread in Leeds',
    status: 'DEPLOYING',
    currency: 'GBP',
    dailyBudgetMinor: 1500,
    approvalId: id(201),
    steps: steps(6),
    problem: null,
    createdAt: NOW - 10 * MINUTE,
    liveSince: null,
    nextCheckAt: null,
    findings: [],
    waiting: null,
    adReviews: [],
    endsAt: ENDS_AT,
    leaseUntil: null,
    receiptArtifactId: null,
    canRemove: false,
    ...more,
  };
}

const rests = (reason: NonNullable<CampaignDto['waiting']>['reason'], until: number | null) => ({
  steps: steps(6, 'waiting'),
  waiting: { reason, until },
});

const BLOCKED: CampaignDto['findings'] = [
  {
    severity: 'blocker',
    code: 'meta.payment_method_missing',
    message:
      'The ad account has no way to pay yet. Please add a payment method on Facebook under Billing, then try again.',
  },
  {
    severity: 'blocker',
    code: 'preflight.page_broken',
    message:
      'The page your ads lead to answers with an error. Please repair it or give me another address.',
  },
  {
    severity: 'warning',
    code: 'preflight.allowance_low',
    message:
      'Facebook allows this ad account few changes at a time, so building takes some minutes longer.',
  },
];

export const LIVE: Partial<CampaignDto> = {
  status: 'ACTIVE',
  steps: steps(15),
  liveSince: NOW - 3 * 60 * MINUTE,
  leaseUntil: NOW + 3 * DAY,
  receiptArtifactId: id(600),
};
const review = (
  n: number,
  name: string,
  state: CampaignDto['adReviews'][number]['state'],
): CampaignDto['adReviews'][number] => ({
  adKey: `a${n}`,
  name,
  state,
  reason: state === 'refused' ? 'Ads must not contain unrealistic claims.' : null,
  message:
    state === 'refused'
      ? 'Facebook found a promise in the text that it does not allow. I have written it anew; the card below asks you.'
      : null,
});

export const LAUNCH_SCENES: readonly Scene[] = [
  {
    name: 'launch-on-its-way',
    page: page(
      withCampaigns([
        campaign(1, {
          waiting: { reason: 'undo', until: NOW + 9_000 },
          steps: steps(0, 'waiting'),
        }),
        campaign(2),
        campaign(3, { steps: steps(8, 'checking') }),
        campaign(4, rests('pacing', NOW + 12 * MINUTE)),
        campaign(5, rests('facebook-busy', NOW + 2 * MINUTE)),
        campaign(6, rests('processing', NOW + 30_000)),
        campaign(7, { ...rests('connection', null), canRemove: true }),
      ]),
    ),
    shots: {
      'launch-undo': nth(0),
      'launch-building': nth(1),
      'launch-checking': nth(2),
      'launch-pacing': nth(3),
      'launch-busy': nth(4),
      'launch-processing': nth(5),
      'launch-needs-you': nth(6),
    },
    dark: true,
  },
  {
    name: 'launch-stopped',
    page: page(
      withCampaigns([
        campaign(1, {
          status: 'FAILED',
          steps: steps(0, 'failed'),
          findings: BLOCKED,
          problem: {
            code: 'deployment.preflight',
            message:
              'Some things have to be put right before I can build your campaign; the list says which. Nothing was made and nothing was spent.',
          },
        }),
        campaign(2, {
          status: 'FAILED',
          steps: steps(8, 'failed'),
          canRemove: true,
          problem: {
            code: 'meta.ad_rejected',
            message:
              'Facebook did not accept the text or picture of an ad. I need to change it and ask you again. No ad was switched on.',
          },
        }),
        campaign(3, { status: 'REMOVED', steps: steps(8, 'failed') }),
      ]),
    ),
    shots: {
      'launch-preflight': nth(0),
      'launch-stopped': nth(1),
      'launch-removed': nth(2),
    },
    dark: true,
  },
  {
    name: 'launch-removal',
    page: page(
      withCampaigns([
        campaign(1, { status: 'FAILED', steps: steps(8, 'failed'), canRemove: true }),
      ]),
    ),
    act: async (page) => {
      await page.getByTestId('remove-made').click();
      await page.getByTestId('confirm').waitFor();
    },
    shots: { 'launch-removal': nth(0) },
  },
  {
    name: 'launch-removing',
    page: page(
      withCampaigns([
        campaign(1, { status: 'FAILED', steps: steps(8, 'failed'), canRemove: true }),
      ]),
    ),
    answers: {
      'POST /api/campaigns/remove': {
        status: 202,
        body: campaign(1, { status: 'FAILED', steps: steps(8, 'failed'), canRemove: true }),
      },
    },
    act: async (page) => {
      await page.getByTestId('remove-made').click();
      await page.getByTestId('confirm-removal').click();
      await page.getByTestId('removing').waitFor();
    },
    shots: { 'launch-removing': nth(0) },
  },
  {
    name: 'launch-live',
    page: page({
      ...withCampaigns([
        campaign(1, {
          ...LIVE,
          adReviews: [
            review(1, 'Fresh bread before 8', 'in-review'),
            review(2, 'We bake while you sleep', 'approved'),
          ],
        }),
        campaign(2, {
          ...LIVE,
          adReviews: [
            review(1, 'Fresh bread before 8', 'refused'),
            review(2, 'We bake while you sleep', 'approved'),
          ],
        }),
        campaign(3, { ...LIVE, status: 'COMPLETED', leaseUntil: null, endsAt: NOW - DAY }),
      ]),
      connection: CONNECTED,
    }),
    act: async (page) => {
      await page.getByTestId('live-marker').first().click();
    },
    shots: { 'launch-in-review': nth(0), 'launch-refused-ad': nth(1), 'launch-ended': nth(2) },
    dark: true,
  },
];
