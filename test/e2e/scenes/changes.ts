import { authorityFor, changedAuthority } from '../../../domain/approval/authority.ts';
import { briefChangeCard } from '../../../domain/approval/brief-change-card.ts';
import { campaignChangeCard } from '../../../domain/approval/campaign-change-card.ts';
import { planDiff } from '../../../domain/plan/diff.ts';
import type { CampaignPlan } from '../../../domain/plan/plan.ts';
import { examplePlan } from '../../../domain/plan/plan-example.ts';
import type { ApprovalDto } from '../../../contract/launch.ts';
import { approval } from './approvals.ts';
import { ENDS_AT, id, MINUTE, NOW, page, withApprovals } from './page.ts';
import { nth } from './scene.ts';
import type { Scene } from './scene.ts';

const decided = { decidedAt: NOW - 5 * MINUTE, decidedBy: 'You', expiresAt: null } as const;
const TIME = { firstDay: '2026-11-23', lastDay: '2026-12-22', endsAt: ENDS_AT };

const RUNNING: CampaignPlan = {
  ...examplePlan(),
  lastDay: TIME.lastDay,
  endsAt: ENDS_AT,
  timezone: 'Europe/London',
};
const WITH_YORK: CampaignPlan['adSets'] = RUNNING.adSets.map((adSet) => ({
  ...adSet,
  audience: {
    ...adSet.audience,
    places: [
      ...adSet.audience.places,
      { kind: 'city', key: '814', name: 'York, United Kingdom', countryCode: 'GB', radiusKm: 25 },
    ],
    inWords: 'Women and men from 25 to 54 around Leeds and York who like baking',
  },
}));
/** The first ad with other words, as one more. */
const WITH_NEW_AD: CampaignPlan['adSets'] = RUNNING.adSets.map((adSet) => ({
  ...adSet,
  ads: [
    ...adSet.ads,
    ...adSet.ads.slice(0, 1).map((ad) => ({
      ...ad,
      key: 'n01',
      headline: 'Rolls for Sunday',
      primaryText: 'Order on Saturday, collect on Sunday from seven.',
    })),
  ],
}));

/** The card as the server writes it, after a week in which £92.40 was spent. */
function change(
  n: number,
  parts: Partial<CampaignPlan>,
  more: { isPaused?: boolean; added?: readonly string[] } & Partial<ApprovalDto> = {},
): ApprovalDto {
  const { isPaused = false, added = [], ...rest } = more;
  const after = { ...RUNNING, ...parts };
  const { currency, dailyBudgetMinor } = after;
  const authorityBefore = authorityFor(RUNNING.dailyBudgetMinor, currency, TIME);
  const spentBeforeMinor = 9_240;
  const time = { ...TIME, lastDay: after.lastDay ?? '', endsAt: after.endsAt ?? 0 };
  const authority = changedAuthority(dailyBudgetMinor, time, {
    before: authorityBefore,
    spentBeforeMinor,
  });
  const card = campaignChangeCard({
    before: RUNNING,
    after,
    added,
    replaced: [],
    authorityBefore,
    authority,
    spentBeforeMinor,
    spendCapMinor: authority.maxInTotalMinor ?? null,
    isPaused,
  });
  return approval(n, {
    kind: 'campaign-change',
    card: { ...card, ads: card.ads.map((ad) => ({ ...ad, assetId: id(401) })) },
    authority,
    version: 2,
    previousApprovalId: id(200),
    diff: planDiff(RUNNING, after),
    ...rest,
  });
}

function briefChange(n: number, more: Partial<ApprovalDto> = {}): ApprovalDto {
  const changes = { location: 'York', monthlyBudget: { minor: 90_000, currency: 'GBP' } } as const;
  return approval(n, {
    kind: 'brief-change',
    card: briefChangeCard(changes, 'campaign'),
    authority: null,
    expiresAt: null,
    version: 3,
    diff: [
      { label: 'Monthly budget', before: '£450', after: '£900' },
      { label: 'Place', before: 'Leeds', after: 'York' },
    ],
    ...more,
  });
}

const LESS = { dailyBudgetMinor: 900 } as const;
const MORE = {
  dailyBudgetMinor: 3_000,
  lastDay: '2027-01-12',
  endsAt: Date.UTC(2027, 0, 12, 23, 59, 59),
  adSets: WITH_YORK,
} as const;

export const CHANGE_SCENES: readonly Scene[] = [
  {
    name: 'changes',
    page: page(
      withApprovals([
        briefChange(1),
        change(2, MORE, { changeReason: 'You changed your brief.' }),
        change(3, LESS, { isPaused: true }),
        change(4, { adSets: WITH_NEW_AD }, { added: ['n01'] }),
      ]),
    ),
    shots: {
      'brief-change': nth(0),
      'change-more': nth(1),
      'change-less-paused': nth(2),
      'change-new-ad': nth(3),
    },
    dark: true,
  },
  {
    name: 'decided-changes',
    page: page(
      withApprovals([
        briefChange(1, { status: 'GRANTED', ...decided }),
        briefChange(2, { status: 'REJECTED', ...decided, reason: 'We stay in Leeds.' }),
        change(3, MORE, { status: 'SUPERSEDED' }),
        change(4, MORE, { status: 'GRANTED', ...decided, previousApprovalId: id(200) }),
        change(5, LESS, { status: 'EXPIRED', ...decided }),
      ]),
    ),
    shots: {
      'brief-change-receipt': nth(0),
      'brief-change-declined': nth(1),
      'change-superseded': nth(2),
      'change-receipt': nth(3),
      'change-expired': nth(4),
    },
    dark: true,
  },
];
