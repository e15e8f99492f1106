import { describe, expect, it } from 'vitest';
import type { ApprovalDto } from '../../../contract/launch.ts';
import { canUndo, newestVersion } from './chain.ts';
import { limitLine, receiptLine } from './words.ts';

const id = (n: number): string => `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}`;
const MONDAY = Date.UTC(2026, 10, 23, 14, 5);

function approval(n: number, more: Partial<ApprovalDto> = {}): ApprovalDto {
  return {
    id: id(n),
    projectId: id(0),
    kind: 'campaign-plan',
    status: 'PENDING',
    contentHash: 'hash',
    card: null,
    authority: null,
    briefId: null,
    campaignRecordId: null,
    requestedAt: MONDAY + n,
    expiresAt: null,
    decidedAt: null,
    decidedBy: null,
    reason: null,
    version: 1,
    previousApprovalId: null,
    diff: [],
    changeReason: null,
    changing: false,
    undoUntil: null,
    ...more,
  };
}

describe('the line of an approval', () => {
  it('names the deadline in the ad account’s own time', () => {
    const open = approval(1, { expiresAt: MONDAY, version: 2 });
    expect(receiptLine(open, 'Europe/London')).toBe(
      'Your approval is needed · version 2 · expires Monday 14:05 GMT',
    );
    expect(receiptLine(open, 'Europe/Rome')).toContain('expires Monday 15:05 CET');
  });

  it('keeps who, when, which version and what limit', () => {
    const granted = approval(1, {
      status: 'GRANTED',
      decidedAt: MONDAY,
      decidedBy: 'You',
      version: 2,
      authority: {
        currency: 'GBP',
        dailyBudgetMinor: 1500,
        maxPerDayMinor: 2625,
        maxPerWeekMinor: 10_500,
        maxInTotalMinor: 46_375,
        endsAt: Date.UTC(2026, 11, 22, 23, 59),
      },
    });
    expect(receiptLine(granted, 'Europe/London')).toBe(
      'You approved version 2 of this plan on Mon 23 Nov 2026, 14:05 GMT',
    );
    expect(limitLine(granted, 'Europe/London')).toBe(
      'Limit: about £15 a day, at most £26.25 on one day and £105 in a week, £463.75 in total, until Tuesday 22 December',
    );
  });

  it('claims no limit for what was not granted', () => {
    expect(limitLine(approval(1), null)).toBeNull();
    expect(receiptLine(approval(1, { changing: true }), null)).toBe('I am making your change…');
  });
});

describe('the versions of a card', () => {
  it('lead to the newest, however many lie between', () => {
    const first = approval(1, { status: 'SUPERSEDED' });
    const second = approval(2, { status: 'SUPERSEDED', previousApprovalId: id(1) });
    const third = approval(3, { previousApprovalId: id(2) });
    expect(newestVersion([first, second, third], first).id).toBe(third.id);
    expect(newestVersion([first, second, third], third).id).toBe(third.id);
  });

  it('lead to the next card of the kind when none says what it took the place of', () => {
    const old = approval(1, { status: 'SUPERSEDED' });
    const next = approval(2);
    expect(newestVersion([old, next, approval(3, { kind: 'brief' })], old).id).toBe(next.id);
  });
});

describe('taking an approval back', () => {
  it('is offered until its time is over', () => {
    const granted = approval(1, { status: 'GRANTED', undoUntil: MONDAY });
    expect(canUndo(granted, MONDAY - 1)).toBe(true);
    expect(canUndo(granted, MONDAY)).toBe(false);
    expect(canUndo({ ...granted, status: 'PENDING' }, MONDAY - 1)).toBe(false);
    expect(canUndo({ ...granted, undoUntil: null }, MONDAY - 1)).toBe(false);
  });
});
