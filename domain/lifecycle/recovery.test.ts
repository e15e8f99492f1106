import { describe, expect, test } from 'vitest';
import { briefCard, drive, HOUR, planCard, START } from './driver.test-suite.ts';
import type { KnownCampaign } from './work.ts';

describe('a lifecycle that lost its past', () => {
  const live = {
    recordId: 'campaign-1',
    approvalId: 'plan-1',
    status: 'live' as const,
    liveSince: START - 30 * HOUR,
  };

  /** All items come again at once, before any work is done. */
  function replayed(campaign: KnownCampaign, policies: ('pause' | 'resume')[] = []) {
    const project = drive();
    const plan = planCard(1, START - 40 * HOUR);
    project.say('first');
    project.decide('approve', briefCard);
    project.send({ kind: 'connected', adAccountId: 'act_1', pageId: 'page_1' });
    project.decide('approve', plan);
    for (const change of policies) project.send({ kind: 'policy', change });
    const decided = { status: 'GRANTED', reasonGiven: false } as const;
    project.finish('answer', { approval: briefCard, decided, supersededApprovalIds: [] });
    project.finish('prepare-plan', {
      campaignRecordId: 'campaign-1',
      approval: plan,
      decided,
      campaign,
    });
    project.settleProgress();
    return project;
  }

  test('finds its live campaign, builds nothing and goes on in the old rhythm', () => {
    const project = replayed({ ...live, pausedBy: null });
    expect(project.kinds()).not.toContain('deploy');
    expect(project.kinds()).not.toContain('report-problem');
    expect(project.kinds()).not.toContain('record-decision');
    expect(project.state()).toMatchObject({
      campaign: { status: 'live', delivering: true, nextCheckAt: START + 2 * HOUR },
      heldDecisions: [],
    });
    project.pass(2 * HOUR);
    expect(project.running('check').trigger).toBe('timer');
  });

  test.each(['person', 'operator'] as const)(
    'leaves ads off that the %s had paused, and does not switch them off again',
    (pausedBy) => {
      const project = replayed({ ...live, pausedBy });
      expect(project.kinds()).not.toContain('set-delivery');
      expect(project.state().paused[pausedBy]).toBe(true);
    },
  );

  test('waits with a failed building for the person', () => {
    const failed = { recordId: 'campaign-1', approvalId: 'plan-1', status: 'failed' as const };
    const project = replayed({ ...failed, code: 'meta.busy' });
    expect(project.kinds()).not.toContain('deploy');
    project.send({ kind: 'retry-deployment', campaignRecordId: 'campaign-1' });
    expect(project.running('deploy').approvalId).toBe('plan-1');
  });

  test('goes on with a building that was under way', () => {
    const building = { recordId: 'campaign-1', approvalId: 'plan-1', status: 'building' as const };
    expect(replayed(building).running('deploy').campaignRecordId).toBe('campaign-1');
  });
});
