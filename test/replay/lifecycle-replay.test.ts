import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { describe, expect, inject, test } from 'vitest';

const FOLDER = fileURLToPath(new URL('../histories/', import.meta.url));
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

// A history that does not fit is the very thing looked for here, not worth a page of warnings.
Runtime.install({ logger: new DefaultLogger('ERROR') });

type RecordedEvent = {
  activityTaskScheduledEventAttributes?: { activityType: { name: string } };
};
type Recorded = { events: RecordedEvent[] };

function read(name: string): Recorded {
  return JSON.parse(readFileSync(`${FOLDER}${name}`, 'utf8'));
}

async function replay(histories: { workflowId: string; history: Recorded }[]) {
  const workflowBundle = { codePath: inject('workflowBundle') };
  const errors: Record<string, string> = {};
  for await (const { workflowId, error } of Worker.runReplayHistories(
    { workflowBundle },
    histories,
  )) {
    if (error) errors[workflowId] = error.message;
  }
  return errors;
}

describe('workflows that began with earlier code', () => {
  test('every stored history replays with the code of today', async () => {
    expect(files.length).toBeGreaterThan(3);
    const errors = await replay(files.map((name) => ({ workflowId: name, history: read(name) })));
    expect(errors).toEqual({});
  });

  test('a history in which other work was begun is noticed', async () => {
    const name = files.find((file) => file.endsWith('live-and-paused.json')) ?? '';
    const history = read(name);
    const planned = history.events.find(
      (event) => event.activityTaskScheduledEventAttributes?.activityType.name === 'preparePlan',
    );
    expect(planned).toBeDefined();
    planned!.activityTaskScheduledEventAttributes!.activityType.name = 'runDeployment';
    const errors = await replay([{ workflowId: name, history }]);
    expect(errors[name]).toContain('TMPRL1100');
  });

  test('a history in which two works were begun in the other order is noticed', async () => {
    const name = files.find((file) => file.endsWith('live-and-paused.json')) ?? '';
    const history = read(name);
    const begun = history.events.flatMap(
      ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled ?? [],
    );
    const index = begun.findIndex(
      ({ activityType }, at) => at > 0 && begun[at - 1]!.activityType.name !== activityType.name,
    );
    expect(index).toBeGreaterThan(0);
    const [one, other] = [begun[index - 1]!, begun[index]!];
    [one.activityType, other.activityType] = [other.activityType, one.activityType];
    const errors = await replay([{ workflowId: name, history }]);
    expect(errors[name]).toContain('TMPRL1100');
  });
});
