import { describe, expect, it } from 'vitest';
import type { CampaignDto } from '../../../contract/launch.ts';
import { elapsed, heading, quietWords, stageNumber, waitingWords } from './progress.ts';
import type { LaunchStage } from './stages.ts';

function stages(...states: LaunchStage['state'][]): LaunchStage[] {
  return states.map((state, index) => ({
    id: String(index),
    label: 'An ad',
    state,
    startedAt: null,
    finishedAt: null,
    done: 0,
    total: 1,
    detail: null,
  }));
}

describe('the progress of a deployment', () => {
  it('counts stages from one and points at the first that is not done', () => {
    expect(stageNumber(stages('done', 'done', 'failed', 'waiting'))).toBe(3);
    expect(heading({ status: 'FAILED', waiting: null }, stages('done', 'failed'))).toBe(
      'Stopped at step 2 of 2',
    );
    expect(heading({ status: 'DEPLOYING', waiting: null }, stages('running', 'waiting'))).toBe(
      'Building on Facebook · step 1 of 2',
    );
  });

  it('says whose turn it is', () => {
    const at = (reason: NonNullable<CampaignDto['waiting']>['reason']) =>
      heading({ status: 'DEPLOYING', waiting: { reason, until: null } }, stages('running'));
    expect(at('connection')).toBe('Waiting for you · step 1 of 1');
    expect(at('pacing')).toBe('Waiting for Facebook · step 1 of 1');
  });

  it('measures a running stage up to now and a finished one up to its end', () => {
    expect(elapsed({ state: 'running', startedAt: 1000, finishedAt: null }, 4000)).toBe(3000);
    expect(elapsed({ state: 'done', startedAt: 1000, finishedAt: 2000 }, 9000)).toBe(1000);
  });

  it('says nothing of a stage that did not begin or did not end', () => {
    expect(elapsed({ state: 'waiting', startedAt: null, finishedAt: null }, 1)).toBeNull();
    expect(elapsed({ state: 'failed', startedAt: 1, finishedAt: null }, 99)).toBeNull();
    expect(elapsed({ state: 'needs-you', startedAt: 1, finishedAt: null }, 99)).toBeNull();
  });

  it('never shows a negative time when the clocks differ a little', () => {
    expect(elapsed({ state: 'running', startedAt: 5000, finishedAt: null }, 4900)).toBe(0);
  });
});

describe('a launch that rests', () => {
  const now = Date.UTC(2026, 10, 23, 14, 0);
  const rests = (
    reason: NonNullable<CampaignDto['waiting']>['reason'],
    steps: CampaignDto['steps'] = [],
  ) => waitingWords({ waiting: { reason, until: now + 720_000 }, steps }, { now, zone: 'UTC' });

  it('says why, when it goes on, and that nothing runs', () => {
    expect(rests('pacing')).toBe(
      'Facebook asks us to slow down. I go on by myself at 14:12. Nothing is running yet.',
    );
    expect(rests('facebook-busy')).toContain('at 14:12');
    expect(rests('connection')).toContain('connected Facebook again');
  });

  it('names no time of day within the next minute', () => {
    const waiting = { reason: 'processing', until: now + 6_000 } as const;
    expect(waitingWords({ waiting, steps: [] }, { now, zone: 'UTC' })).toContain('in a moment');
  });

  it('does not claim that nothing runs once an ad is switched on', () => {
    const on = {
      key: 'on-a1',
      kind: 'activate-ad',
      label: 'Ad',
      state: 'done',
      startedAt: 1,
      finishedAt: 2,
    } as const;
    expect(rests('pacing', [on])).not.toContain('Nothing is running');
  });
});

describe('a launch whose steps stand still', () => {
  const step: CampaignDto['steps'][number] = {
    key: 'set',
    kind: 'create-ad-set',
    label: 'Audience',
    state: 'running',
    startedAt: 1_000,
    finishedAt: null,
  };
  const launch: Pick<CampaignDto, 'status' | 'waiting' | 'steps'> = {
    status: 'DEPLOYING',
    waiting: null,
    steps: [step],
  };

  it('says after ten seconds that it takes longer and goes on by itself', () => {
    expect(quietWords(launch, 11_000)).toBeNull();
    expect(quietWords(launch, 11_001)).toContain('I go on from here by myself');
  });

  it('keeps silent while steps move, while it rests for a reason, and when it is over', () => {
    const moved = { ...step, state: 'done' as const, finishedAt: 9_000 };
    expect(quietWords({ ...launch, steps: [moved, step] }, 12_000)).toBeNull();
    const waiting = { reason: 'pacing', until: null } as const;
    expect(quietWords({ ...launch, waiting }, 99_000)).toBeNull();
    expect(quietWords({ ...launch, status: 'FAILED' }, 99_000)).toBeNull();
    expect(quietWords({ ...launch, steps: [{ ...step, state: 'waiting' }] }, 99_000)).toBeNull();
  });
});
