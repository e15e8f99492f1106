import { describe, expect, test } from 'vitest';
import { nextWake } from './next-wake.ts';
import { standingOf } from './progress.ts';
import { briefCard, drive, HOUR, planCard, START, RULES } from './driver.test-suite.ts';

describe('the way to a live campaign', () => {
  test('a granted brief, an account, a granted plan and the building follow each other', () => {
    const project = drive();
    project.goLive();
    const steps = project.kinds().filter((kind) => kind !== 'show-progress');
    expect(steps).toEqual([
      'answer',
      'record-decision',
      'request-connection',
      'prepare-plan',
      'deploy',
      'deploy',
    ]);
    expect(standingOf(project.state())).toEqual({ stage: 'live', waitingFor: 'nobody' });
  });

  test('an account that is connected before the brief is not asked for again', () => {
    const project = drive();
    project.send({ kind: 'connected', adAccountId: 'act_1', pageId: 'page_1' });
    project.say('first');
    project.finish('answer', { approval: briefCard, supersededApprovalIds: [] });
    project.decide('approve', briefCard);
    project.finish('record-decision', { status: 'GRANTED', refusal: null });
    expect(project.kinds()).not.toContain('request-connection');
    expect(project.isRunning('prepare-plan')).toBe(true);
  });

  test('a plan refused with a reason brings a new plan that knows which one it answers', () => {
    const project = drive();
    project.decide('reject', project.proposePlan());
    project.finish('record-decision', { status: 'REJECTED', refusal: null, reasonGiven: true });
    expect(project.running('prepare-plan').previousApprovalId).toBe('plan-1');
  });

  test('a plan refused without a reason waits, and the next message brings a new one', () => {
    const project = drive();
    project.decide('reject', project.proposePlan());
    project.finish('record-decision', { status: 'REJECTED', refusal: null, reasonGiven: false });
    expect(project.isRunning('prepare-plan')).toBe(false);
    expect(standingOf(project.state()).stage).toBe('awaiting-approval');
    project.say('cheaper please');
    project.finish('answer', { approval: null, supersededApprovalIds: [] });
    expect(project.running('prepare-plan').previousApprovalId).toBe('plan-1');
  });

  test.each([
    ['before', true],
    ['after', false],
  ])(
    'a message right behind the refusal counts, answered %s it is written down',
    (_when, first) => {
      const project = drive();
      project.decide('reject', project.proposePlan());
      project.say('cheaper please');
      const answer = () => project.finish('answer', { approval: null, supersededApprovalIds: [] });
      if (first) answer();
      project.finish('record-decision', { status: 'REJECTED', refusal: null, reasonGiven: false });
      if (!first) answer();
      expect(project.running('prepare-plan').previousApprovalId).toBe('plan-1');
    },
  );

  test('a new card replaces the undecided one of its kind', () => {
    const project = drive();
    const first = project.proposePlan();
    const second = planCard(2, project.now());
    project.send({ kind: 'approval-revised', approval: second });
    project.decide('approve', first);
    expect(project.isRunning('record-decision')).toBe(false);
    expect(project.isRunning('deploy')).toBe(false);
    project.decide('approve', second);
    expect(project.running('deploy').campaignRecordId).toBe('campaign-2');
  });

  test('a decision that overtakes the report about its card is kept until the card is known', () => {
    const project = drive();
    project.say('first');
    project.decide('approve', briefCard);
    expect(project.isRunning('record-decision')).toBe(false);
    project.finish('answer', { approval: briefCard, supersededApprovalIds: [] });
    expect(project.running('record-decision').approvalId).toBe('brief-1');
  });

  test('a decision about a card nobody knows is reported and holds nothing up', () => {
    const project = drive();
    project.decide('approve', briefCard);
    expect(project.running('report-problem').code).toBe('approval.not_found');
    project.say('hello');
    expect(project.isRunning('answer')).toBe(true);
  });
});

describe('the clock of an approval', () => {
  test('it is reminded of after 24 hours and expires after 48; then only a person moves on', () => {
    const project = drive();
    project.proposePlan();
    expect(nextWake(project.state())).toBe(START + 24 * HOUR);
    project.pass(24 * HOUR);
    project.finish('remind-approval', { status: 'PENDING' });
    expect(nextWake(project.state())).toBe(START + 48 * HOUR);
    project.pass(24 * HOUR);
    project.finish('expire-approval', { status: 'EXPIRED' });
    expect(nextWake(project.state())).toBeNull();
    expect(standingOf(project.state())).toEqual({
      stage: 'awaiting-approval',
      waitingFor: 'person',
    });
  });

  test('a decision stored in time but delivered after the expiry still counts', () => {
    const project = drive();
    const card = project.proposePlan();
    project.pass(48 * HOUR);
    project.finish('expire-approval', { status: 'GRANTED' });
    expect(project.kinds()).not.toContain('deploy');
    project.decide('approve', card);
    expect(project.isRunning('deploy')).toBe(true);
  });

  test("an operator's approval builds nothing before it is written down", () => {
    const project = drive();
    const { id: approvalId, contentHash } = project.proposePlan();
    const decision = { approvalId, contentHash, by: 'operator', reason: null } as const;
    project.happen({ kind: 'operator-decided', decision: { ...decision, verdict: 'approve' } });
    expect(project.isRunning('deploy')).toBe(false);
    project.finish('record-decision', { status: 'GRANTED', refusal: null });
    expect(project.isRunning('deploy')).toBe(true);
  });

  test('an approval that had to wait for its card is compared with the row first', () => {
    const project = drive();
    const card = planCard(1, project.now());
    project.say('first');
    project.finish('answer', { approval: briefCard, supersededApprovalIds: [] });
    project.send({ kind: 'connected', adAccountId: 'act_1', pageId: 'page_1' });
    project.decide('approve', briefCard);
    project.finish('record-decision', { status: 'GRANTED', refusal: null });
    project.decide('approve', card);
    project.finish('prepare-plan', { campaignRecordId: 'campaign-1', approval: card });
    expect(project.isRunning('deploy')).toBe(false);
    project.finish('record-decision', { status: 'PENDING', refusal: null });
    expect(project.isRunning('deploy')).toBe(false);
    expect(project.state().plan.kind).toBe('proposed');
  });

  test.each([
    ['an unknown one', { approvalId: 'plan-9' }, 'approval.not_found'],
    ['an outdated hash', { contentHash: 'another' }, 'approval.stale'],
    ['one that is due to expire', { after: 48 * HOUR }, 'approval.expired'],
  ])("an operator's decision about %s is refused", (_title, given, code) => {
    const project = drive();
    project.proposePlan();
    const { after, ...said } = {
      approvalId: 'plan-1',
      contentHash: 'plan-1-hash',
      after: 0,
      ...given,
    };
    project.oversleep(after);
    project.happen({
      kind: 'operator-decided',
      decision: { ...said, verdict: 'approve', by: 'operator', reason: null },
    });
    expect(project.isRunning('record-decision')).toBe(false);
    expect(project.state().lastProblem?.code).toBe(code);
  });

  test('of two decisions about one card the first is written down and the second ignored', () => {
    const project = drive();
    const card = project.proposePlan();
    project.decide('reject', card);
    project.decide('approve', card);
    expect(project.kinds().filter((kind) => kind === 'record-decision')).toHaveLength(2);
    expect(project.running('record-decision').verdict).toBe('reject');
    expect(project.isRunning('deploy')).toBe(false);
  });
});

describe('the chat', () => {
  test('answers come one at a time and in order within a conversation', () => {
    const project = drive();
    for (const id of ['a', 'b', 'c']) project.say(id);
    const answered: string[] = [];
    while (project.isRunning('answer')) {
      answered.push(project.running('answer').messageId);
      project.finish('answer', { approval: null, supersededApprovalIds: [] });
    }
    expect(answered).toEqual(['a', 'b', 'c']);
  });

  test('conversations and the campaign do not wait for each other', () => {
    const project = drive();
    project.goLive();
    project.say('a', 'one');
    project.say('b', 'two');
    project.pass(4 * HOUR);
    expect(project.keys()).toEqual(expect.arrayContaining(['answer:one', 'answer:two', 'check']));
  });

  test('an answer that failed is told, and the next message is answered', () => {
    const project = drive();
    project.say('a');
    project.say('b');
    project.fail('answer', 'model.unavailable');
    expect(project.running('report-problem')).toMatchObject({
      code: 'model.unavailable',
      during: 'answer',
      messageId: 'a',
    });
    expect(project.running('answer').messageId).toBe('b');
  });
});

describe('building on Facebook', () => {
  test('an unknown outcome is looked up after about 5, 20 and 60 seconds before anything is sent again', () => {
    const project = drive();
    project.approvePlan();
    const began = project.now();
    project.finish('deploy', { kind: 'reconcile', opKey: 'op' });
    const looks: number[] = [];
    for (const look of [1, 2, 3]) {
      const due = nextWake(project.state()) ?? 0;
      looks.push(due - began);
      project.oversleep(due - project.now());
      expect(project.running('reconcile')).toMatchObject({ opKey: 'op', look });
      project.finish('reconcile', { kind: look === 3 ? 'absent' : 'look-again' });
    }
    expect(looks).toEqual([5_000, 20_000, 60_000]);
    expect(project.isRunning('deploy')).toBe(true);
  });

  test('an outcome that stays unknown stops the building for a person to look', () => {
    const project = drive();
    project.approvePlan();
    project.finish('deploy', { kind: 'reconcile', opKey: 'op' });
    for (let look = 1; look <= 6; look += 1) {
      project.oversleep(60_000);
      project.finish('reconcile', { kind: 'look-again' });
    }
    expect(project.state().campaign).toMatchObject({
      status: 'failed',
      failureCode: 'deployment.outcome_unknown',
    });
  });

  test('a pause that Meta asks for is kept, and people see whom it waits for', () => {
    const project = drive();
    project.approvePlan();
    project.finish('deploy', { kind: 'wait', ms: 10 * 60_000 });
    expect(standingOf(project.state()).waitingFor).toBe('facebook');
    project.pass(9 * 60_000);
    expect(project.isRunning('deploy')).toBe(false);
    project.pass(60_000);
    expect(project.isRunning('deploy')).toBe(true);
  });

  test('waiting for Facebook in several rounds is shown once', () => {
    const project = drive();
    project.approvePlan();
    for (let round = 1; round <= 3; round += 1) {
      project.finish('deploy', { kind: 'wait', ms: 10_000 });
      project.settleProgress();
      project.pass(10_000);
    }
    const shown = project.asked.filter((effect) => effect.kind === 'show-progress');
    expect(shown.filter(({ waitingFor }) => waitingFor === 'facebook')).toHaveLength(1);
  });

  test('a failed building is told, and a retry goes on under the same approval', () => {
    const project = drive();
    project.approvePlan();
    project.finish('deploy', { kind: 'failed', code: 'meta.no_payment_method' });
    expect(standingOf(project.state())).toEqual({ stage: 'failed', waitingFor: 'person' });
    project.send({ kind: 'retry-deployment', campaignRecordId: 'campaign-1' });
    expect(project.running('deploy')).toMatchObject({ approvalId: 'plan-1' });
    project.send({ kind: 'retry-deployment', campaignRecordId: 'campaign-1' });
    expect(project.kinds().filter((kind) => kind === 'deploy')).toHaveLength(2);
  });

  test('building that breaks off is told once and tried again; a new connection hurries it', () => {
    const project = drive();
    project.approvePlan();
    project.fail('deploy', 'connection.missing');
    expect(nextWake(project.state())).toBe(START + 60_000);
    project.pass(60_000);
    project.fail('deploy', 'connection.missing');
    project.settleProgress();
    expect(project.kinds().filter((kind) => kind === 'report-problem')).toHaveLength(1);
    project.send({ kind: 'connected', adAccountId: 'act_1', pageId: 'page_1' });
    expect(project.isRunning('deploy')).toBe(true);
  });

  test('a look that breaks off is the same look again, until a person has to look', () => {
    const project = drive();
    project.approvePlan();
    project.finish('deploy', { kind: 'reconcile', opKey: 'op' });
    for (let failure = 1; failure <= 17; failure += 1) {
      project.pass(HOUR);
      expect(project.running('reconcile').look).toBe(1);
      project.fail('reconcile', 'meta.unavailable');
    }
    expect(standingOf(project.state()).stage).toBe('failed');
  });

  test('a pause holds the building before its next turn and a resume lets it go on', () => {
    const project = drive();
    project.approvePlan();
    project.send({ kind: 'policy', change: 'pause' });
    project.finish('deploy', { kind: 'wait', ms: 1_000 });
    project.pass(HOUR);
    expect(project.isRunning('deploy')).toBe(false);
    expect(standingOf(project.state()).stage).toBe('paused');
    project.send({ kind: 'policy', change: 'resume' });
    expect(project.isRunning('deploy')).toBe(true);
  });
});

describe('watching a live campaign', () => {
  test.each([
    ['after a first look at Facebook’s check of the ads', 3, [0.25, 4, 8]],
    ['in a run that began before there was such a look', 2, [4, 8, 12]],
  ] as const)('checks come every four hours, %s', (_what, version, moments) => {
    const project = drive({ ...RULES, version });
    project.goLive();
    const due: number[] = [];
    for (let check = 1; check <= 3; check += 1) {
      const at = nextWake(project.state()) ?? 0;
      due.push((at - START) / HOUR);
      project.oversleep(at - project.now() + 1_234);
      project.finish('check', { kind: 'checked', events: [] });
    }
    expect(due).toEqual(moments);
  });

  test('after a downtime one check catches up, and the rhythm stays', () => {
    const project = drive();
    project.goLive();
    const begun = project.oversleep(26 * HOUR);
    expect(begun.filter(({ kind }) => kind === 'check')).toHaveLength(1);
    expect(nextWake(project.state())).toBe(START + 28 * HOUR);
  });

  test('a check that takes longer than four hours is not joined by a second one', () => {
    const project = drive();
    project.goLive();
    project.pass(9 * HOUR);
    expect(project.kinds().filter((kind) => kind === 'check')).toHaveLength(1);
  });

  test('a quiet check asks for nothing else', () => {
    const project = drive();
    project.goLive();
    project.pass(4 * HOUR);
    expect(project.finish('check', { kind: 'checked', events: [] })).toEqual([]);
  });

  test('what a check finds is told, and what is found meanwhile is told next', () => {
    const project = drive();
    project.goLive();
    project.happen({ kind: 'check-asked' });
    project.finish('check', { kind: 'checked', events: ['e1'] });
    project.happen({ kind: 'check-asked' });
    project.finish('check', { kind: 'checked', events: ['e1', 'e2'] });
    expect(project.running('tell').events).toEqual(['e1']);
    project.finish('tell', null);
    expect(project.running('tell').events).toEqual(['e2']);
  });

  test('a lost connection is told once, and a new one is used at once', () => {
    const project = drive();
    project.goLive();
    project.pass(4 * HOUR);
    project.finish('check', { kind: 'connection-lost', code: 'meta.token_expired' });
    project.settleProgress();
    project.pass(12 * HOUR);
    expect(project.isRunning('check')).toBe(false);
    expect(project.kinds().filter((kind) => kind === 'report-problem')).toHaveLength(1);
    expect(standingOf(project.state())).toEqual({ stage: 'live', waitingFor: 'person' });
    project.send({ kind: 'connected', adAccountId: 'act_1', pageId: 'page_1' });
    expect(project.running('check').trigger).toBe('asked');
  });
});

describe('pausing and resuming', () => {
  test('a pause stops the ads and the checks; a resume starts both in the old rhythm', () => {
    const project = drive();
    project.goLive();
    project.send({ kind: 'policy', change: 'pause' });
    expect(project.running('set-delivery')).toMatchObject({ running: false, by: 'person' });
    project.finish('set-delivery', { kind: 'done' });
    expect(project.state().campaign?.nextCheckAt).toBeNull();
    project.pass(10 * HOUR);
    project.send({ kind: 'policy', change: 'resume' });
    project.finish('set-delivery', { kind: 'done' });
    expect(nextWake(project.state())).toBe(START + 12 * HOUR);
  });

  test("a person cannot lift an operator's pause", () => {
    const project = drive();
    project.goLive();
    project.happen({ kind: 'all-paused' });
    project.finish('set-delivery', { kind: 'done' });
    project.send({ kind: 'policy', change: 'resume' });
    expect(project.isRunning('set-delivery')).toBe(false);
    expect(project.state().lastProblem?.code).toBe('delivery.paused_by_operator');
    project.happen({ kind: 'all-resumed' });
    expect(project.running('set-delivery')).toMatchObject({ running: true, by: 'operator' });
  });

  test('a pause that fails is tried until it holds and told once', () => {
    const project = drive();
    project.goLive();
    project.send({ kind: 'policy', change: 'pause' });
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      project.fail('set-delivery', 'meta.unavailable');
      project.settleProgress();
      expect(project.isRunning('set-delivery')).toBe(false);
      project.oversleep((nextWake(project.state()) ?? 0) - project.now());
    }
    expect(project.running('set-delivery').running).toBe(false);
    expect(project.kinds().filter((kind) => kind === 'report-problem')).toHaveLength(1);
  });

  test('a resume that fails leaves the campaign paused and says so', () => {
    const project = drive();
    project.goLive();
    project.send({ kind: 'policy', change: 'pause' });
    project.finish('set-delivery', { kind: 'done' });
    project.send({ kind: 'policy', change: 'resume' });
    project.finish('set-delivery', { kind: 'failed', code: 'meta.unavailable' });
    expect(project.running('set-delivery').running).toBe(false);
    expect(standingOf(project.state()).stage).toBe('paused');
  });

  test('a pause asked while a resume is on its way is carried out after it', () => {
    const project = drive();
    project.goLive();
    project.send({ kind: 'policy', change: 'pause' });
    project.finish('set-delivery', { kind: 'done' });
    project.send({ kind: 'policy', change: 'resume' });
    project.send({ kind: 'policy', change: 'pause' });
    project.finish('set-delivery', { kind: 'done' });
    expect(project.running('set-delivery').running).toBe(false);
  });
});

describe('work that fails', () => {
  test('a plan that cannot be made is told once and tried again; a message hurries it', () => {
    const project = drive();
    project.say('first');
    project.finish('answer', { approval: briefCard, supersededApprovalIds: [] });
    project.send({ kind: 'connected', adAccountId: 'act_1', pageId: 'page_1' });
    project.decide('approve', briefCard);
    project.finish('record-decision', { status: 'GRANTED', refusal: null });
    project.fail('prepare-plan', 'model.unavailable');
    expect(project.running('report-problem').during).toBe('plan');
    expect(nextWake(project.state())).toBe(START + 60_000);
    project.say('are you there?');
    expect(project.isRunning('prepare-plan')).toBe(true);
  });

  test('a verdict that could not be written down is written down later', () => {
    const project = drive();
    project.decide('reject', project.proposePlan());
    project.fail('record-decision');
    project.pass(60_000);
    project.finish('record-decision', { status: 'REJECTED', refusal: null, reasonGiven: true });
    expect(project.isRunning('prepare-plan')).toBe(true);
  });

  test('a standing that could not be shown is shown as it is by then', () => {
    const project = drive();
    project.say('first');
    project.fail('show-progress');
    project.finish('answer', { approval: briefCard, supersededApprovalIds: [] });
    project.decide('approve', briefCard);
    expect(project.isRunning('show-progress')).toBe(true);
    project.finish('record-decision', { status: 'GRANTED', refusal: null });
    project.finish('show-progress', null);
    expect(project.running('show-progress').stage).toBe('connecting');
  });
});
