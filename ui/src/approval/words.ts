import type { ApprovalDto } from '../../../contract/launch.ts';
import { dayIn, deadline, money, stamp } from '../format.ts';

const SUBJECTS: Readonly<Record<ApprovalDto['kind'], string>> = {
  brief: 'brief',
  'campaign-plan': 'plan',
  'ad-fix': 'new ad',
  'brief-change': 'change of your brief',
  'campaign-change': 'change',
};

/** The line a decided card folds to, and the line above an open one. @param zone the ad account's. */
export function receiptLine(approval: ApprovalDto, zone: string | null): string {
  const subject = SUBJECTS[approval.kind];
  const which =
    approval.kind === 'campaign-plan'
      ? `version ${approval.version} of this ${subject}`
      : `this ${subject}`;
  const who = approval.decidedBy ?? 'You';
  const when = approval.decidedAt === null ? '' : ` on ${stamp(approval.decidedAt, zone)}`;
  switch (approval.status) {
    case 'PENDING':
      return kicker(approval, zone);
    case 'GRANTED':
      return `${who} approved ${which}${when}`;
    case 'REJECTED':
      return `${who} turned ${which} down${when}`;
    case 'EXPIRED':
      return `This ${subject} ran out${when}. Nothing was changed and nothing was spent`;
    case 'SUPERSEDED':
      return `A newer version took the place of ${which}`;
    default:
      return approval.status satisfies never;
  }
}

function kicker({ kind, expiresAt, version, changing }: ApprovalDto, zone: string | null): string {
  if (changing) return 'I am making your change…';
  const ask = kind === 'brief' ? 'Please check your brief' : 'Your approval is needed';
  return [
    ask,
    ...(version > 1 && kind === 'campaign-plan' ? [`version ${version}`] : []),
    ...(expiresAt === null ? [] : [`expires ${deadline(expiresAt, zone)}`]),
  ].join(' · ');
}

/** What a granted approval allows, for ever on its receipt; null when it moves no money. */
export function limitLine({ status, authority }: ApprovalDto, zone: string | null): string | null {
  if (status !== 'GRANTED' || authority === null) return null;
  const { currency, dailyBudgetMinor, maxPerDayMinor, maxPerWeekMinor } = authority;
  const { maxInTotalMinor, endsAt } = authority;
  const limits = [
    `about ${money(dailyBudgetMinor, currency)} a day`,
    `at most ${money(maxPerDayMinor, currency)} on one day and ${money(maxPerWeekMinor, currency)} in a week`,
    ...(maxInTotalMinor === undefined ? [] : [`${money(maxInTotalMinor, currency)} in total`]),
  ];
  const until = endsAt === undefined ? '' : `, until ${dayIn(endsAt, zone)}`;
  return `Limit: ${limits.join(', ')}${until}`;
}
