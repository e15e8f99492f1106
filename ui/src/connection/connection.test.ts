import { describe, expect, it } from 'vitest';
import type { CampaignDto } from '../../../contract/launch.ts';
import type { ConnectionDto } from '../../../contract/model.ts';
import { hasRunningAds, unattendedWords } from './running-ads.ts';
import { canLookAgain, connectWords } from './state-words.ts';
import { zoneOf } from './zone.ts';

function connection(more: Partial<ConnectionDto> = {}): ConnectionDto {
  return {
    state: 'CONNECTED',
    facebookName: null,
    adAccounts: [
      {
        id: 'act_1',
        name: 'Shop',
        currency: 'EUR',
        timezone: 'Europe/Rome',
        statusWords: 'Active',
        usable: true,
        problem: null,
      },
    ],
    pages: [],
    selected: {
      adAccountId: 'act_1',
      adAccountName: 'Shop',
      pageId: '1',
      pageName: 'Shop',
      currency: 'EUR',
    },
    tokenExpiresAt: null,
    accessEndsAt: null,
    connectedAt: null,
    inProgress: false,
    missing: [],
    canCheckAgain: false,
    unattendedAds: null,
    problem: null,
    ...more,
  };
}
const problem = (code: string): Pick<ConnectionDto, 'problem'> => ({
  problem: { code, message: 'A sentence.' },
});

describe('the connection', () => {
  it('names the exact trouble where it is known, and the place to mend it', () => {
    const { title, place, tone } = connectWords(connection(problem('meta.account_disabled')));
    expect(title).toBe('Facebook has disabled your ad account');
    expect(place?.href).toContain('facebook.com');
    expect(tone).toBe('bad');
    expect(connectWords(connection({ state: 'REVOKED', ...problem('unheard.of') })).title).toBe(
      'Please connect Facebook again',
    );
  });

  it('offers another look only where that can help', () => {
    expect(canLookAgain(connection({ canCheckAgain: true }))).toBe(true);
    expect(canLookAgain(connection({ canCheckAgain: true, inProgress: true }))).toBe(false);
    const endsSoon = connection({ canCheckAgain: true, ...problem('connection.ends_soon') });
    expect(canLookAgain(endsSoon)).toBe(false);
  });

  it('says whether ads run on without anybody watching, and until when', () => {
    const until = Date.UTC(2026, 10, 26, 14);
    const words = (more: Partial<ConnectionDto>): string =>
      unattendedWords({ connection: connection(more) });
    expect(words({})).toBe('No ads are running at the moment.');
    expect(words({ unattendedAds: { until } })).toContain('by itself on Thursday 26 November');
    expect(words({ unattendedAds: { until: null } })).not.toContain('by itself');
  });

  it('knows running ads from resting ones', () => {
    const campaign = (status: CampaignDto['status']) => ({ campaigns: [{ status }] });
    expect(hasRunningAds(campaign('ACTIVE'))).toBe(true);
    expect(hasRunningAds(campaign('PAUSED'))).toBe(false);
  });

  it('tells time in the zone of the chosen ad account', () => {
    expect(zoneOf({ connection: connection() })).toBe('Europe/Rome');
    expect(zoneOf({ connection: connection({ selected: null }) })).toBeNull();
    expect(zoneOf(undefined)).toBeNull();
  });
});
