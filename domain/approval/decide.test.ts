import { expect, test } from 'vitest';
import type { ApprovalStatus } from './approval.ts';
import { authorityFor } from './authority.ts';
import { decideApproval, grantFrom } from './decide.ts';
import type { StoredApproval } from './decide.ts';

const facts = {
  id: 'p1',
  kind: 'campaign-plan',
  contentHash: 'h1',
  status: 'PENDING',
  expiresAt: 1000,
} as const;

test.each([
  ['approve', 'GRANTED'],
  ['reject', 'REJECTED'],
] as const)('an open card takes "%s"', (verdict, status) => {
  expect(decideApproval(facts, { verdict, contentHash: 'h1', now: 999 })).toEqual({
    ok: true,
    status,
  });
});

test.each([
  ['PENDING', 'h1', 1000, 'approval.expired'],
  ['PENDING', 'h2', 1, 'approval.stale'],
  ['EXPIRED', 'h1', 1, 'approval.expired'],
  ['GRANTED', 'h1', 1, 'approval.already_decided'],
  ['GRANTED', 'h1', 2000, 'approval.already_decided'],
  ['REJECTED', 'h1', 1, 'approval.already_decided'],
  ['SUPERSEDED', 'h1', 1, 'approval.superseded'],
] as const)('%s with hash %s at %s is refused as %s', (status, contentHash, now, refusal) => {
  const decision = { verdict: 'approve', contentHash, now } as const;
  expect(decideApproval({ ...facts, status }, decision)).toEqual({ ok: false, refusal });
});

test('a card without an end never expires', () => {
  const open = { ...facts, expiresAt: null };
  expect(decideApproval(open, { verdict: 'approve', contentHash: 'h1', now: 9e15 }).ok).toBe(true);
});

const stored: StoredApproval = {
  ...facts,
  status: 'GRANTED',
  authority: authorityFor(1500, 'GBP'),
  campaignRecordId: 'c1',
};
const wanted = { campaignRecordId: 'c1', contentHash: 'h1' };

test('a granted approval for this very content is a permission', () => {
  expect(grantFrom(stored, wanted)).toMatchObject({ ok: true, grant: { approvalId: 'p1' } });
});

test.each(['PENDING', 'REJECTED', 'EXPIRED', 'SUPERSEDED'] satisfies ApprovalStatus[])(
  'an approval that is %s permits nothing',
  (status) => {
    expect(grantFrom({ ...stored, status }, wanted)).toEqual({
      ok: false,
      code: 'deployment.approval_missing',
    });
  },
);

test('an approval of another campaign or of other content permits nothing', () => {
  const changed = { ok: false, code: 'deployment.approval_changed' };
  expect(grantFrom(stored, { ...wanted, campaignRecordId: 'c2' })).toEqual(changed);
  expect(grantFrom(stored, { ...wanted, contentHash: 'h2' })).toEqual(changed);
  expect(grantFrom(null, wanted).ok).toBe(false);
  expect(grantFrom({ ...stored, kind: 'brief' }, wanted).ok).toBe(false);
});
