import { describe, expect, it } from 'vitest';
import type { CampaignDto } from '../../../contract/launch.ts';
import { launchStages, listed, remains } from './stages.ts';

type Step = CampaignDto['steps'][number];
const step = (kind: Step['kind'], state: Step['state'], at = 1000): Step => ({
  key: `${kind}-${at}`,
  kind,
  label: `${kind} at ${at}`,
  state,
  startedAt: state === 'waiting' ? null : at,
  finishedAt: state === 'done' ? at + 500 : null,
});

function campaign(steps: Step[], more: Partial<CampaignDto> = {}): CampaignDto {
  return {
    id: 'aaaaaaaa-0000-4000-8000-000000000001',
    projectId: 'aaaaaaaa-0000-4000-8000-000000000002',
    name: 'Bread',
    status: 'DEPLOYING',
    currency: 'GBP',
    dailyBudgetMinor: 1500,
    approvalId: null,
    steps,
    problem: null,
    createdAt: 0,
    liveSince: null,
    nextCheckAt: null,
    findings: [],
    waiting: null,
    adReviews: [],
    endsAt: null,
    leaseUntil: null,
    receiptArtifactId: null,
    canRemove: false,
    ...more,
  };
}
const review = (state: CampaignDto['adReviews'][number]['state']) => ({
  adKey: 'a1',
  name: 'Ad',
  state,
  reason: null,
  message: null,
});
const stateOf = (about: CampaignDto, id: string) =>
  launchStages(about).find((stage) => stage.id === id)?.state;

describe('the stages of a launch', () => {
  it('gather the operations at Facebook and their times', () => {
    const [pictures] = launchStages(
      campaign([step('upload-image', 'done', 1000), step('upload-image', 'running', 2000)]),
    );
    expect(pictures).toMatchObject({
      label: 'Pictures',
      state: 'running',
      startedAt: 1000,
      finishedAt: null,
      done: 1,
      total: 2,
    });
    const [done] = launchStages(
      campaign([step('upload-image', 'done', 1000), step('upload-image', 'done', 2000)]),
    );
    expect(done).toMatchObject({ state: 'done', startedAt: 1000, finishedAt: 2500 });
  });

  it('leave out what this launch does not need, and what is not building', () => {
    const ids = launchStages(
      campaign([step('create-campaign', 'done'), step('extend-lease', 'done')]),
    ).map(({ id }) => id);
    expect(ids).toEqual(['campaign', 'review', 'live']);
  });

  it('are between two operations still at work', () => {
    const about = campaign([step('create-creative', 'done'), step('create-ad', 'waiting')]);
    expect(stateOf(about, 'ads')).toBe('running');
  });

  it('show where a launch stopped, and where it needs the person', () => {
    const steps = [step('create-campaign', 'done'), step('create-ad-set', 'waiting')];
    expect(stateOf(campaign(steps, { status: 'FAILED' }), 'audience')).toBe('failed');
    const waiting = { reason: 'connection', until: null } as const;
    expect(stateOf(campaign(steps, { waiting }), 'audience')).toBe('needs-you');
  });

  it('go on with Facebook’s review until an ad passed it', () => {
    const on = [step('activate-campaign', 'done')];
    const about = (...states: CampaignDto['adReviews'][number]['state'][]) =>
      campaign(on, { status: 'ACTIVE', liveSince: 1, adReviews: states.map(review) });
    expect(stateOf(about('in-review'), 'review')).toBe('running');
    expect(stateOf(about('in-review'), 'live')).toBe('waiting');
    expect(stateOf(about('approved', 'in-review'), 'live')).toBe('done');
    expect(stateOf(about('approved', 'approved'), 'review')).toBe('done');
    expect(stateOf(about('approved', 'refused'), 'review')).toBe('needs-you');
    // A campaign of before reviews were kept.
    expect(stateOf(about(), 'review')).toBeUndefined();
    expect(stateOf(about(), 'live')).toBe('done');
  });
});

describe('a launch that stopped', () => {
  it('tells what exists and what does not', () => {
    const { made, missing } = remains(
      campaign([
        step('create-campaign', 'done'),
        step('upload-image', 'done', 1),
        step('upload-image', 'done', 2),
        step('create-ad', 'failed'),
      ]),
    );
    expect(listed(made)).toBe('the campaign and 2 pictures');
    expect(listed(missing)).toBe('one ad');
  });
});
