import { describe, expect, test } from 'vitest';
import { drive, HOUR, START } from './driver.test-suite.ts';
import { attributesChanged, attributesOf, currentDetails, statusOf } from './status.ts';

describe("the operator's page", () => {
  test('a plan that waits shows its id, its hash and until when it can be decided', () => {
    const project = drive();
    project.proposePlan();
    expect(currentDetails(project.state())).toBe(
      [
        '**A campaign plan is before the person**',
        '',
        '- Waiting for the person since 2027-01-15 08:00 UTC',
        '- Approval needed (campaign-plan): `plan-1`, hash `plan-1-hash`, expires 2027-01-17 08:00 UTC',
        '- Next wake 2027-01-16 08:00 UTC',
      ].join('\n'),
    );
  });

  test('a live campaign shows its last and next check, and what went wrong last', () => {
    const project = drive();
    project.goLive();
    project.pass(4 * HOUR);
    project.finish('check', { kind: 'checked', events: [] });
    project.pass(4 * HOUR);
    project.fail('check', 'meta.unavailable');
    const page = currentDetails(project.state());
    expect(page).toContain('**Live and watched every four hours**');
    expect(page).toContain('- Campaign `campaign-1` under approval `plan-1`');
    expect(page).toContain('- Last check 2027-01-15 12:00 UTC, next 2027-01-15 20:00 UTC');
    expect(page).toContain('- Last trouble: `meta.unavailable` during monitoring');
  });

  test('a pause says who asked for it, and early messages are counted', () => {
    const project = drive();
    project.goLive();
    project.happen({ kind: 'all-paused' });
    const item = { kind: 'message', messageId: 'm', conversationId: 'c', seq: 99 } as const;
    project.happen({ kind: 'delivered', item });
    const page = currentDetails(project.state());
    expect(page).toContain('- Waiting for nobody since');
    expect(page).toContain('- Paused by an operator');
    expect(page).toContain('- Came early: 1; waiting for item number 5');
  });
});

describe('search attributes', () => {
  test('a quiet check changes none that is worth an upsert', () => {
    const project = drive();
    project.goLive();
    const before = attributesOf(project.state());
    project.pass(4 * HOUR);
    project.finish('check', { kind: 'checked', events: [] });
    const after = attributesOf(project.state());
    expect(after.nextCheckAt).toBe(START + 8 * HOUR);
    expect(attributesChanged(before, after)).toBe(false);
  });

  test('a decision that is being written down no longer needs one', () => {
    const project = drive();
    const card = project.proposePlan();
    const before = attributesOf(project.state());
    project.decide('approve', card);
    const after = attributesOf(project.state());
    expect([before.needsApproval, after.needsApproval]).toEqual([true, false]);
    expect(attributesChanged(before, after)).toBe(true);
    expect(statusOf(project.state()).pendingApprovals).toEqual([]);
  });
});
