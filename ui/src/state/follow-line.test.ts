import { describe, expect, it } from 'vitest';
import type { Change } from '../../../contract/events.ts';
import type { Line } from '../line/line.ts';
import type { Frame } from '../line/source.ts';
import { followLine } from './follow-line.ts';

const change: Change = {
  type: 'notification',
  projectId: 'p',
  data: {
    id: 'n',
    projectId: 'p',
    kind: 'ALERT',
    title: 't',
    body: 'b',
    messageId: null,
    createdAt: 1,
    readAt: null,
  },
};

function createPage() {
  let say: (frame: Frame) => void = () => undefined;
  const heard: string[] = [];
  const line: Pick<Line, 'listen' | 'catchUp'> = {
    listen(onFrame) {
      say = onFrame;
      return () => undefined;
    },
    catchUp: () => heard.push('catch up'),
  };
  const page = followLine(line, {
    onHello: () => undefined,
    onChange: () => heard.push('change'),
    onDelta: () => heard.push('piece'),
    onUp: () => undefined,
    onStale: () => heard.push('stale'),
  });
  const changed = (seq: number, prev: number): void => say({ kind: 'change', seq, prev, change });
  return { page, heard, changed, say: (frame: Frame) => say(frame) };
}

describe('a page that follows the line', () => {
  it('a change that came while the page was read is applied once, when the snapshot lacks it', () => {
    const { page, heard, changed } = createPage();
    page.hold();
    changed(4, 3);
    changed(6, 4);
    page.begin(4);
    expect(heard).toEqual(['change', 'catch up']);
    changed(6, 4);
    expect(heard).toEqual(['change', 'catch up']);
  });

  it('a change that does not follow on the snapshot makes the page be read again', () => {
    const { page, heard, changed } = createPage();
    page.hold();
    page.begin(4);
    changed(9, 7);
    expect(heard).toEqual(['catch up', 'stale']);
  });

  it('a line that began after the snapshot makes the page be read again', () => {
    const { page, heard, say } = createPage();
    page.hold();
    say({ kind: 'hello', seq: 8, now: 1, fresh: true });
    page.begin(5);
    expect(heard).toContain('stale');
  });

  it('a page that could not be read is read once the line is back', () => {
    const { page, heard, say } = createPage();
    const isCurrent = page.hold();
    say({ kind: 'up', up: true });
    expect(heard).toEqual([]);
    expect(isCurrent()).toBe(true);
    say({ kind: 'up', up: true });
    expect(heard).toEqual(['stale']);
  });

  it('of two readings only the later one counts', () => {
    const { page } = createPage();
    const first = page.hold();
    const second = page.hold();
    expect([first(), second()]).toEqual([false, true]);
  });
});
