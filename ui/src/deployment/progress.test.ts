import { describe, expect, it } from 'vitest';
import type { CampaignDto } from '../../../contract/model.ts';
import { elapsed, heading, stepNumber } from './progress.ts';

type Step = CampaignDto['steps'][number];

function steps(...states: Step['state'][]): Step[] {
  return states.map((state, index) => ({
    key: String(index),
    kind: 'create-ad',
    label: 'An ad',
    state,
    startedAt: null,
    finishedAt: null,
  }));
}

describe('the progress of a deployment', () => {
  it('counts steps from one and points at the first that is not done', () => {
    expect(stepNumber(steps('done', 'done', 'failed', 'waiting'))).toBe(3);
    expect(heading({ status: 'FAILED', steps: steps('done', 'failed') })).toBe(
      'Stopped at step 2 of 2',
    );
    expect(heading({ status: 'DEPLOYING', steps: steps('running', 'waiting') })).toBe(
      'Building on Facebook · step 1 of 2',
    );
  });

  it('measures a running step up to now and a finished one up to its end', () => {
    expect(elapsed({ state: 'running', startedAt: 1000, finishedAt: null }, 4000)).toBe(3000);
    expect(elapsed({ state: 'done', startedAt: 1000, finishedAt: 2000 }, 9000)).toBe(1000);
  });

  it('says nothing of a step that did not begin or did not end', () => {
    expect(elapsed({ state: 'waiting', startedAt: null, finishedAt: null }, 1)).toBeNull();
    expect(elapsed({ state: 'failed', startedAt: 1, finishedAt: null }, 99)).toBeNull();
  });

  it('never shows a negative time when the clocks differ a little', () => {
    expect(elapsed({ state: 'running', startedAt: 5000, finishedAt: null }, 4900)).toBe(0);
  });
});
