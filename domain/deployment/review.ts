import type { AdReview } from './deployment.ts';

/** What Meta says of one ad. `policies`: name of the rule to Facebook's own words, where it was refused. */
export type AdVerdict = {
  readonly adKey: string;
  readonly name: string;
  readonly effectiveStatus: string;
  readonly policies: Readonly<Record<string, string>>;
};

type Rule = { readonly when: RegExp; readonly words: string };

/** Plain sentences by the name of Meta's rule (Advertising Standards, 2026). The first that fits is said. */
const RULES: readonly Rule[] = [
  {
    when: /health|weight|before.and.after|body/i,
    words:
      'Facebook says this ad promises too much about health or looks, or makes people feel bad.',
  },
  {
    when: /unacceptable business|deceptive|misleading|income|get.rich/i,
    words: 'Facebook says this ad promises money or results that no one can be sure of.',
  },
  {
    when: /personal attribute/i,
    words:
      'Facebook says this ad speaks as if it knew private things about people, such as their age, health or faith.',
  },
  {
    when: /discriminat|special ad|housing|employment|credit/i,
    words: 'Facebook says this ad is about jobs, homes or loans. Stricter rules hold for these.',
  },
  {
    when: /politic|social issue|election/i,
    words: 'Facebook says this ad is about politics. For that it wants to know you better first.',
  },
  {
    when: /adult|sexual|nudity/i,
    words: 'Facebook says the picture or text of this ad is too suggestive.',
  },
  {
    when: /violen|shock|sensational/i,
    words: 'Facebook says the picture or text of this ad could shock people.',
  },
  {
    when: /alcohol|tobacco|drug|weapon|gambling|supplement|prohibited|restricted/i,
    words: 'Facebook says this ad is about a thing that ads may not show to all people.',
  },
  {
    when: /landing|destination|non.?functional|website/i,
    words: 'Facebook says the page behind this ad does not work or does not fit the ad.',
  },
  {
    when: /trademark|copyright|intellectual|third.party/i,
    words: 'Facebook says this ad uses a name or picture that is not yours to use.',
  },
  {
    when: /grammar|profanity|punctuation|low quality|clickbait|engagement bait/i,
    words: 'Facebook says the words of this ad are poor: odd spelling, rude words or bait.',
  },
];

const UNKNOWN_RULE = 'Facebook says this ad breaks one of its advertising rules.';

/** What Facebook's check of an ad comes to, in words for people. */
export function reviewOf(verdict: AdVerdict): AdReview {
  const { adKey, name } = verdict;
  const state = stateOf(verdict.effectiveStatus);
  if (state !== 'refused') return { adKey, name, state, reason: null, message: null };
  const policies = Object.entries(verdict.policies);
  const reason = policies.map(([policy, why]) => `${policy}: ${why}`).join(' ');
  return { adKey, name, state, reason: reason === '' ? null : reason, message: plain(policies) };
}

/** The name of the rule decides before its explanation does. */
function plain(policies: readonly (readonly [string, string])[]): string {
  const texts = [...policies.map(([policy]) => policy), ...policies.map(([, why]) => why)];
  for (const text of texts) {
    const rule = RULES.find(({ when }) => when.test(text));
    if (rule !== undefined) return rule.words;
  }
  return UNKNOWN_RULE;
}

function stateOf(effectiveStatus: string): AdReview['state'] {
  switch (effectiveStatus) {
    case 'PENDING_REVIEW':
    case 'IN_PROCESS':
      return 'in-review';
    case 'DISAPPROVED':
    case 'WITH_ISSUES':
      return 'refused';
    case 'ACTIVE':
    case 'PREAPPROVED':
    case 'PENDING_BILLING_INFO':
      return 'approved';
    default:
      return 'unknown';
  }
}

/** One change worth telling: an ad whose check came to another end than was told before. */
export type ReviewChange = { readonly review: AdReview; readonly before: AdReview['state'] | null };

export function reviewChanges(
  before: readonly AdReview[],
  after: readonly AdReview[],
): readonly ReviewChange[] {
  return after.flatMap((review) => {
    const known = before.find(({ adKey }) => adKey === review.adKey)?.state ?? null;
    const isNews = review.state !== known && review.state !== 'unknown';
    return isNews ? [{ review, before: known }] : [];
  });
}

/**
 * While a paused campaign's ads are still to be checked, Meta shows the pause and not the check; what was known then
 * stays.
 */
export function settledReviews(
  before: readonly AdReview[],
  verdicts: readonly AdVerdict[],
): readonly AdReview[] {
  return verdicts.map((verdict) => {
    const known = before.find(({ adKey }) => adKey === verdict.adKey);
    const isPaused = verdict.effectiveStatus.endsWith('PAUSED');
    return isPaused && known !== undefined ? known : reviewOf(verdict);
  });
}
