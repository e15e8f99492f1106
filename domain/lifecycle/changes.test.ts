import { describe, expect, test } from 'vitest';
import { briefChangeCard, changeCard, drive, HOUR, planCard } from './driver.test-suite.ts';
import type { PendingApproval } from './work.ts';

/** A card that an answer laid before the person. */
function lay(life: ReturnType<typeof drive>, card: PendingApproval, messageId = card.id): void {
  life.say(messageId);
  life.finish('answer', { approval: card, supersededApprovalIds: [] });
}

function changeBrief(life: ReturnType<typeof drive>, outdatedPlanId: string | null): void {
  lay(life, briefChangeCard);
  life.decide('approve', briefChangeCard);
  life.finish('record-decision', { status: 'GRANTED', refusal: null, outdatedPlanId });
}

function live(undoWindowMs = 0) {
  const life = drive({ version: 3, undoWindowMs });
  life.approvePlan();
  if (undoWindowMs > 0) life.pass(undoWindowMs);
  life.finish('deploy', { kind: 'built' });
  life.finish('deploy', { kind: 'done', leaseUntil: life.now() + 72 * HOUR });
  life.settleProgress();
  return life;
}

describe('a brief that was changed', () => {
  test('brings a new version of the plan that waits', () => {
    const life = drive();
    const { id } = life.proposePlan();
    changeBrief(life, id);
    expect(life.running('prepare-plan')).toMatchObject({ previousApprovalId: id });
  });

  test('while a plan is being made brings another one only where that one is outdated', () => {
    for (const outdated of ['plan-1', null] as const) {
      const life = drive();
      life.say('first');
      life.finish('answer', { approval: null, supersededApprovalIds: [] });
      life.send({ kind: 'connected', adAccountId: 'act_1', pageId: 'page_1' });
      lay(life, { ...briefChangeCard, id: 'brief-1', kind: 'brief', contentHash: 'h' }, 'second');
      life.decide('approve', {
        ...briefChangeCard,
        id: 'brief-1',
        kind: 'brief',
        contentHash: 'h',
      });
      life.finish('record-decision', { status: 'GRANTED', refusal: null });
      expect(life.isRunning('prepare-plan')).toBe(true);
      changeBrief(life, outdated);
      const approval = planCard(1, life.now());
      life.finish('prepare-plan', { campaignRecordId: 'campaign-1', approval });
      expect(life.isRunning('prepare-plan')).toBe(outdated !== null);
    }
  });

  test('while the card is being edited makes what comes of the edit outdated too', () => {
    const life = drive();
    const { id } = life.proposePlan();
    life.send({ kind: 'plan-edited', approvalId: id, editId: 'edit' });
    changeBrief(life, id);
    expect(life.isRunning('prepare-plan')).toBe(false);
    const edited = planCard(2, life.now());
    const plan = { campaignRecordId: 'campaign-2', approval: edited };
    life.finish('edit-plan', { kind: 'revised', plan });
    expect(life.running('prepare-plan')).toMatchObject({ previousApprovalId: edited.id });
  });

  test('is compared with the campaign that runs, once', () => {
    const life = live();
    changeBrief(life, null);
    expect(life.running('propose-change')).toMatchObject({
      campaignRecordId: 'campaign-1',
      approvalId: briefChangeCard.id,
    });
    const card = changeCard(1, life.now());
    life.finish('propose-change', { approval: card, supersededApprovalIds: [] });
    expect(life.isRunning('propose-change')).toBe(false);
    expect(life.state().approvals).toContainEqual(expect.objectContaining({ id: card.id }));
  });

  test('is compared as soon as a campaign under construction runs', () => {
    const life = drive();
    life.approvePlan();
    changeBrief(life, null);
    expect(life.isRunning('propose-change')).toBe(false);
    life.finish('deploy', { kind: 'built' });
    life.finish('deploy', { kind: 'done' });
    expect(life.isRunning('propose-change')).toBe(true);
  });

  test('is compared again later when that did not work, and the person hears of it once', () => {
    const life = live();
    changeBrief(life, null);
    life.fail('propose-change', 'meta.busy');
    life.settleProgress();
    life.pass(2 * HOUR);
    expect(life.isRunning('propose-change')).toBe(true);
    const told = life.asked.filter((one) => one.kind === 'report-problem');
    expect(told).toMatchObject([{ during: 'change', code: 'meta.busy' }]);
  });
});

describe('a change of the running campaign', () => {
  const card = (life: ReturnType<typeof drive>, number = 1) => changeCard(number, life.now());

  function approved(life: ReturnType<typeof drive>, number = 1): PendingApproval {
    const one = card(life, number);
    lay(life, one);
    life.decide('approve', one);
    return one;
  }

  test('is carried out under its approval, which then is that of the campaign', () => {
    const life = live();
    const { id } = approved(life);
    expect(life.running('deploy')).toMatchObject({ part: 'amend', approvalId: id });
    const endsAt = life.now() + 900 * HOUR;
    const leaseUntil = life.now() + 72 * HOUR;
    life.finish('deploy', { kind: 'done', replaces: true, leaseUntil, endsAt });
    expect(life.state().campaign).toMatchObject({ approvalId: id, endsAt, leaseUntil });
    expect(life.state().campaign).not.toHaveProperty('amending');
    // The ads stay on under the new permission.
    expect(life.isRunning('set-delivery')).toBe(false);
  });

  test('can be taken back before it begins', () => {
    const life = live(10_000);
    const { id } = approved(life);
    expect(life.isRunning('deploy')).toBe(false);
    life.send({ kind: 'undo-approval', approvalId: id });
    life.pass(60_000);
    expect(life.isRunning('deploy')).toBe(false);
    expect(life.state().approvals).toContainEqual(
      expect.objectContaining({ id, status: 'PENDING' }),
    );
  });

  test('leaves the campaign as it is when it fails, and says so', () => {
    const life = live();
    approved(life);
    life.finish('deploy', { kind: 'failed', code: 'meta.altered' });
    expect(life.state().campaign).toMatchObject({ status: 'live', approvalId: 'plan-1' });
    expect(life.running('report-problem')).toMatchObject({
      during: 'change',
      code: 'meta.altered',
    });
  });

  test('is refused in words when nothing runs', () => {
    const life = drive();
    life.proposePlan();
    approved(life);
    expect(life.isRunning('deploy')).toBe(false);
    expect(life.running('report-problem')).toMatchObject({
      during: 'change',
      code: 'deployment.not_now',
    });
  });

  test('waits for the one before it', () => {
    const life = live();
    approved(life, 1);
    const second = approved(life, 2);
    expect(life.running('deploy').approvalId).toBe('change-1');
    life.finish('deploy', { kind: 'done', replaces: true });
    expect(life.running('deploy').approvalId).toBe(second.id);
  });

  test('is carried out while the ads are paused, and switches nothing on', () => {
    const life = live();
    life.send({ kind: 'policy', change: 'pause' });
    life.finish('set-delivery', { kind: 'done' });
    approved(life);
    expect(life.running('deploy').part).toBe('amend');
    life.finish('deploy', { kind: 'done', replaces: true });
    expect(life.isRunning('set-delivery')).toBe(false);
    expect(life.state().campaign?.delivering).toBe(false);
  });

  test('and a renewed lease never run side by side', () => {
    const life = live();
    life.pass(25 * HOUR);
    while (life.isRunning('check')) life.finish('check', { kind: 'checked', events: [] });
    expect(life.isRunning('renew-lease')).toBe(true);
    approved(life);
    expect(life.isRunning('deploy')).toBe(false);
    life.finish('renew-lease', { kind: 'done', leaseUntil: life.now() + 72 * HOUR });
    expect(life.isRunning('deploy')).toBe(true);
    life.pass(30 * HOUR);
    expect(life.isRunning('renew-lease')).toBe(false);
  });

  test('keeps its permission however many cards follow', () => {
    const life = live();
    for (let number = 0; number < 60; number += 1) {
      lay(life, { ...briefChangeCard, id: `more-${number}` });
    }
    life.pass(HOUR);
    expect(life.isRunning('set-delivery')).toBe(false);
    expect(life.state().approvals.map(({ id }) => id)).toContain('plan-1');
  });
});
