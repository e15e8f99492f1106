import { describe, expect, test } from 'vitest';
import { LEASE_MS, LEASE_RENEWAL_MS } from '../deployment/deployment.ts';
import { briefCard, drive, HOUR, planCard, START } from './driver.test-suite.ts';
import type { Unnumbered } from './driver.test-suite.ts';
import { nextWake } from './next-wake.ts';
import { standingOf } from './progress.ts';

const DAY = 24 * HOUR;
const WITH_UNDO = { version: 2, undoWindowMs: 10_000 } as const;
const CONNECTED: Unnumbered = { kind: 'connected', adAccountId: 'act_1', pageId: 'page_1' };

function launched(leaseMs = LEASE_MS, endsIn = 30 * DAY) {
  const project = drive();
  project.approvePlan();
  project.finish('deploy', { kind: 'built' });
  project.finish('deploy', {
    kind: 'done',
    leaseUntil: project.now() + leaseMs,
    endsAt: project.now() + endsIn,
  });
  project.settleProgress();
  return project;
}

describe('taking an approval back', () => {
  test('nothing is built for ten seconds after the click', () => {
    const project = drive(WITH_UNDO);
    project.approvePlan();
    expect(project.isRunning('deploy')).toBe(false);
    expect(nextWake(project.state())).toBe(START + 10_000);
    project.pass(10_000);
    expect(project.running('deploy').part).toBe('build');
  });

  test('an approval that was taken back builds nothing, and the card is open again', () => {
    const project = drive(WITH_UNDO);
    project.approvePlan();
    project.send({ kind: 'undo-approval', approvalId: 'plan-1' });
    project.pass(HOUR);
    expect(project.isRunning('deploy')).toBe(false);
    expect(project.state().campaign).toBeNull();
    expect(standingOf(project.state())).toEqual({
      stage: 'awaiting-approval',
      waitingFor: 'person',
    });
    project.decide('approve', planCard(1, START));
    project.finish('record-decision', { status: 'GRANTED', refusal: null });
    project.pass(10_000);
    expect(project.running('deploy').approvalId).toBe('plan-1');
  });

  test('taken back while Postgres is still being asked, the answer of before does not count', () => {
    const project = drive(WITH_UNDO);
    project.decide('approve', project.proposePlan());
    project.send({ kind: 'undo-approval', approvalId: 'plan-1' });
    project.finish('record-decision', { status: 'GRANTED', refusal: null });
    expect(project.isRunning('record-decision')).toBe(true);
    project.finish('record-decision', { status: 'PENDING', refusal: null });
    project.pass(HOUR);
    expect(project.isRunning('deploy')).toBe(false);
    expect(project.state().plan.kind).toBe('proposed');
  });

  test('the card that is open again still expires at its own time', () => {
    const project = drive(WITH_UNDO);
    project.approvePlan();
    project.send({ kind: 'undo-approval', approvalId: 'plan-1' });
    project.pass(48 * HOUR);
    expect(project.isRunning('expire-approval')).toBe(true);
  });
});

describe('a launch in two parts', () => {
  test('switching on begins only when everything is built', () => {
    const project = drive();
    project.approvePlan();
    expect(project.running('deploy').part).toBe('build');
    project.finish('deploy', { kind: 'built' });
    expect(project.running('deploy').part).toBe('activate');
  });

  test('another try after a failure begins with building again', () => {
    const project = drive();
    project.approvePlan();
    project.finish('deploy', { kind: 'built' });
    project.finish('deploy', { kind: 'failed', code: 'meta.plan_refused' });
    project.send({ kind: 'retry-deployment', campaignRecordId: 'campaign-1' });
    expect(project.running('deploy').part).toBe('build');
  });

  test('the pauses grow while Facebook is out of order, and start small again afterwards', () => {
    const project = drive();
    project.approvePlan();
    const waits: number[] = [];
    const wait = () => {
      project.finish('deploy', { kind: 'wait', ms: 2_000, reason: 'facebook-busy' });
      project.settleProgress();
      const due = nextWake(project.state()) ?? 0;
      waits.push(due - project.now());
      project.pass(due - project.now());
    };
    for (let round = 1; round <= 4; round += 1) wait();
    project.finish('deploy', { kind: 'wait', ms: 2_000, reason: 'processing' });
    project.pass(2_000);
    wait();
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 2_000]);
  });
});

describe('an unknown outcome', () => {
  test.each([
    [1_000, 4_000],
    [0, 5_000],
  ])('lost %d ms ago is looked for in %d ms', (age, wait) => {
    const project = drive();
    project.approvePlan();
    project.finish('deploy', { kind: 'reconcile', opKey: 'op', sentAt: project.now() - age });
    project.settleProgress();
    expect(nextWake(project.state())).toBe(project.now() + wait);
  });

  test('that a crash has left behind is looked for at once', () => {
    const project = drive();
    project.approvePlan();
    project.finish('deploy', { kind: 'reconcile', opKey: 'op', sentAt: project.now() - 3_000 });
    expect(project.isRunning('reconcile')).toBe(true);
  });
});

describe('Facebook out of reach', () => {
  test('a launch parks, says so once, and goes on at the same part after the next connection', () => {
    const project = drive();
    project.approvePlan();
    project.finish('deploy', { kind: 'parked', code: 'meta.token_expired' });
    expect(project.running('report-problem')).toMatchObject({ during: 'connection' });
    expect(standingOf(project.state())).toEqual({ stage: 'deploying', waitingFor: 'person' });
    project.send({ kind: 'connection-lost', code: 'meta.token_revoked' });
    project.settleProgress();
    project.pass(3 * DAY);
    expect(project.kinds().filter((kind) => kind === 'report-problem')).toHaveLength(1);
    expect(project.isRunning('deploy')).toBe(false);
    project.send(CONNECTED);
    expect(project.running('deploy').part).toBe('build');
  });

  test('the connection is looked at daily, and at the moment the answer names', () => {
    const project = launched();
    project.pass(DAY);
    project.finish('watch-connection', { kind: 'fine', nextAt: project.now() + 5 * HOUR });
    project.pass(5 * HOUR);
    project.finish('watch-connection', { kind: 'lost', code: 'meta.token_expired' });
    project.settleProgress();
    project.pass(2 * DAY);
    expect(project.isRunning('watch-connection')).toBe(false);
    project.send(CONNECTED);
    project.pass(DAY);
    expect(project.isRunning('watch-connection')).toBe(true);
  });
});

describe('the lease', () => {
  test('it is prolonged once less than two days are left, again and again', () => {
    const project = launched();
    project.pass(LEASE_MS - LEASE_RENEWAL_MS);
    project.finish('renew-lease', { kind: 'done', leaseUntil: project.now() + LEASE_MS });
    expect(project.isRunning('renew-lease')).toBe(false);
    project.pass(LEASE_MS - LEASE_RENEWAL_MS);
    expect(project.isRunning('renew-lease')).toBe(true);
  });

  test('while ads rest nothing is prolonged; a resume lets it go on', () => {
    const project = launched();
    project.send({ kind: 'policy', change: 'pause' });
    project.finish('set-delivery', { kind: 'done' });
    project.pass(5 * DAY);
    expect(project.isRunning('renew-lease')).toBe(false);
    project.send({ kind: 'policy', change: 'resume' });
    expect(project.isRunning('renew-lease')).toBe(true);
  });

  test('at the approved end the campaign is closed, also while it rests', () => {
    const project = launched(LEASE_MS, 10 * DAY);
    project.send({ kind: 'policy', change: 'pause' });
    project.finish('set-delivery', { kind: 'done' });
    project.pass(10 * DAY);
    project.finish('renew-lease', { kind: 'ended' });
    project.pass(10 * DAY);
    expect(project.state().campaign?.status).toBe('ended');
    expect(project.isRunning('check')).toBe(false);
    // The next message brings a new plan.
    project.say('again please');
    project.finish('answer', { approval: null, supersededApprovalIds: [] });
    expect(project.isRunning('prepare-plan')).toBe(true);
  });
});

describe('removing what a stopped launch has made', () => {
  test('only a stopped launch is removed, and the next message brings a new plan', () => {
    const project = drive();
    project.approvePlan();
    project.send({ kind: 'remove-campaign', campaignRecordId: 'campaign-1' });
    expect(project.isRunning('remove-campaign')).toBe(false);
    project.finish('deploy', { kind: 'failed', code: 'meta.plan_refused' });
    project.send({ kind: 'remove-campaign', campaignRecordId: 'campaign-1' });
    project.finish('remove-campaign', { kind: 'done' });
    expect(project.state().campaign).toBeNull();
    project.say('another one');
    project.finish('answer', { approval: null, supersededApprovalIds: [] });
    expect(project.running('prepare-plan').previousApprovalId).toBe('plan-1');
  });

  test('a live campaign is never removed', () => {
    const project = launched();
    project.send({ kind: 'remove-campaign', campaignRecordId: 'campaign-1' });
    expect(project.isRunning('remove-campaign')).toBe(false);
  });
});

describe('changing and asking', () => {
  test('a change made on the card becomes a new card that replaces the old one', () => {
    const project = drive();
    project.proposePlan();
    project.send({ kind: 'plan-edited', approvalId: 'plan-1', editId: 'edit' });
    const approval = planCard(2, project.now());
    project.finish('edit-plan', {
      kind: 'revised',
      plan: { campaignRecordId: 'campaign-2', approval },
    });
    expect(project.state().plan).toMatchObject({ kind: 'proposed', approvalId: 'plan-2' });
    project.decide('approve', planCard(1, START));
    expect(project.isRunning('record-decision')).toBe(false);
  });

  test('a change that comes before the card is known here is made as soon as it is', () => {
    const project = drive();
    project.say('first');
    project.finish('answer', { approval: briefCard, supersededApprovalIds: [] });
    project.send(CONNECTED);
    project.decide('approve', briefCard);
    project.finish('record-decision', { status: 'GRANTED', refusal: null });
    project.send({ kind: 'plan-edited', approvalId: 'plan-1', editId: 'edit' });
    expect(project.isRunning('edit-plan')).toBe(false);
    const approval = planCard(1, project.now());
    project.finish('prepare-plan', { campaignRecordId: 'campaign-1', approval });
    expect(project.running('edit-plan')).toMatchObject({ approvalId: 'plan-1', editId: 'edit' });
  });

  test('a question stands before the plan until it is answered', () => {
    const project = drive();
    project.say('first');
    project.finish('answer', { approval: briefCard, supersededApprovalIds: [] });
    project.send(CONNECTED);
    project.decide('approve', briefCard);
    project.finish('record-decision', { status: 'GRANTED', refusal: null });
    project.finish('prepare-plan', { questionId: 'q' });
    expect(standingOf(project.state())).toEqual({ stage: 'planning', waitingFor: 'person' });
    project.say('what do you mean');
    expect(project.isRunning('prepare-plan')).toBe(false);
    project.send({ kind: 'question-answered', questionId: 'q' });
    expect(project.isRunning('prepare-plan')).toBe(true);
  });

  test('an answer that comes before the question is known here counts', () => {
    const project = drive();
    project.say('first');
    project.finish('answer', { approval: briefCard, supersededApprovalIds: [] });
    project.send(CONNECTED);
    project.decide('approve', briefCard);
    project.finish('record-decision', { status: 'GRANTED', refusal: null });
    project.send({ kind: 'question-answered', questionId: 'q' });
    project.finish('prepare-plan', { questionId: 'q' });
    expect(project.isRunning('prepare-plan')).toBe(true);
    project.finish('prepare-plan', { questionId: 'another' });
    expect(project.isRunning('prepare-plan')).toBe(false);
  });

  test.each([
    ['is looked at soon', { kind: 'done' } as const, 0.25],
    ['that fails changes nothing', { kind: 'failed', code: 'meta.ad_rejected' } as const, 3.75],
  ])('a refused ad gets a fix drafted; the approved fix %s', (_what, outcome, hours) => {
    const project = launched();
    project.pass(HOUR / 4);
    project.finish('check', { kind: 'checked', events: [], refusedAds: ['a1'] });
    expect(project.running('propose-fix').adKey).toBe('a1');
    const fix = { ...planCard(1, project.now()), id: 'fix', kind: 'ad-fix' as const };
    project.finish('propose-fix', { approval: fix });
    project.decide('approve', fix);
    project.finish('record-decision', { status: 'GRANTED', refusal: null });
    expect(project.running('deploy')).toMatchObject({ part: 'amend', approvalId: 'fix' });
    project.finish('deploy', outcome);
    expect(project.state().campaign?.nextCheckAt).toBe(project.now() + hours * HOUR);
    expect(project.state().campaign?.status).toBe('live');
    expect(standingOf(project.state()).stage).toBe('live');
  });
});

test('a pause that arrives before an approval ahead of it keeps the building from beginning', () => {
  const project = drive();
  const { id: approvalId, contentHash } = project.proposePlan();
  const seq = project.state().lastSeq + 1;
  const pause = { kind: 'policy', change: 'pause', seq: seq + 1 } as const;
  const approval = { kind: 'decision', approvalId, contentHash, verdict: 'approve', seq } as const;
  project.happen({ kind: 'delivered', item: pause });
  project.happen({ kind: 'delivered', item: approval });
  expect(project.state().campaign?.phase.kind).toBe('held');
  expect(project.isRunning('deploy')).toBe(false);
});

test('the standing is written by the launch itself, unless somebody else is just writing it', () => {
  const project = drive();
  project.approvePlan();
  const deploying = { stage: 'deploying', waitingFor: 'nobody' };
  expect(project.running('deploy').standing).toEqual(deploying);
  expect(project.isRunning('show-progress')).toBe(false);
  project.finish('deploy', { kind: 'wait', ms: 5_000, reason: 'processing' });
  expect(project.running('show-progress').waitingFor).toBe('facebook');
  project.pass(5_000);
  expect(project.running('deploy')).not.toHaveProperty('standing');
  project.finish('deploy', { kind: 'built' });
  expect(project.running('deploy')).not.toHaveProperty('standing');
  project.settleProgress();
  project.finish('deploy', { kind: 'done' });
  expect(project.running('show-progress').stage).toBe('live');
});

test('what the launch wrote when it went live is not written again, and a pause meanwhile is', () => {
  const live = { stage: 'live', waitingFor: 'nobody' } as const;
  const project = drive();
  project.approvePlan();
  project.finish('deploy', { kind: 'built' });
  expect(project.running('deploy').standing).toBe('shown');
  project.finish('deploy', { kind: 'done', shown: live });
  expect(project.isRunning('show-progress')).toBe(false);
  project.send({ kind: 'policy', change: 'pause' });
  expect(project.running('show-progress').stage).toBe('paused');
});

test('"Pause all ads" does not wait behind items that are still on their way', () => {
  const project = launched();
  const next = project.state().lastSeq + 5;
  project.happen({ kind: 'delivered', item: { kind: 'policy', change: 'pause', seq: next } });
  expect(project.running('set-delivery').running).toBe(false);
  expect(project.state().lastSeq).toBe(next - 5);
});
