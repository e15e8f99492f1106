import { expect, test } from 'vitest';
import { drive, HOUR } from './driver.test-suite.ts';
import type { PendingApproval } from './work.ts';

const briefChange: PendingApproval = {
  id: 'brief-change-1',
  kind: 'brief-change',
  contentHash: 'brief-change-1-hash',
  expiresAt: null,
  campaignRecordId: null,
};

const campaignChange = (now: number): PendingApproval => ({
  id: 'campaign-change-1',
  kind: 'campaign-change',
  contentHash: 'campaign-change-1-hash',
  expiresAt: now + 48 * HOUR,
  campaignRecordId: 'campaign-1',
});

test('one answer may lay several cards before the person; each can be decided and each has its clock', () => {
  const project = drive();
  project.goLive();
  project.say('Budget is 900 now, and add Leeds');
  const second = campaignChange(project.now());
  project.finish('answer', {
    approval: briefChange,
    supersededApprovalIds: [],
    more: [{ approval: second }],
  });
  const known = () => project.state().approvals.map(({ id, status }) => [id, status] as const);
  expect(known()).toContainEqual(['brief-change-1', 'PENDING']);
  expect(known()).toContainEqual(['campaign-change-1', 'PENDING']);
  project.decide('reject', briefChange);
  project.finish('record-decision', { status: 'REJECTED', refusal: null });
  expect(known()).toContainEqual(['brief-change-1', 'REJECTED']);
  expect(known()).toContainEqual(['campaign-change-1', 'PENDING']);
  project.pass(48 * HOUR);
  expect(project.running('expire-approval').approvalId).toBe('campaign-change-1');
});

test('a further card that has its decision already is taken in with it', () => {
  const project = drive();
  project.goLive();
  project.say('first');
  const decided = { status: 'REJECTED', reasonGiven: false } as const;
  project.finish('answer', {
    approval: null,
    supersededApprovalIds: [],
    more: [{ approval: campaignChange(project.now()), decided }],
  });
  const card = project.state().approvals.find(({ id }) => id === 'campaign-change-1');
  expect(card).toMatchObject({ status: 'REJECTED', expireAt: null });
});
