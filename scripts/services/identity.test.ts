import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { commandOf, identityOf, startTicks } from './identity.ts';

const FIELDS_AFTER_STATE = '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 424242 20';

describe('the identity of a process', () => {
  test('stays the same while it lives and is gone with it', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    const pid = child.pid ?? 0;
    const identity = identityOf(pid);
    expect(identity).not.toBeNull();
    expect(identityOf(pid)).toBe(identity);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(identityOf(pid)).toBeNull();
    expect(commandOf(pid)).toBe('');
  });

  test.each([0, 1, -5, 1.5, Number.NaN])('does not exist for the number %s', (pid) => {
    expect(identityOf(pid)).toBeNull();
  });

  test('comes with a command line', () => {
    expect(commandOf(process.pid)).toContain('node');
  });

  test.each([
    [`12 (node) S ${FIELDS_AFTER_STATE}`, '424242'],
    [`12 (odd (name) Z 7) R ${FIELDS_AFTER_STATE}`, '424242'],
    [`12 (node) Z ${FIELDS_AFTER_STATE}`, null],
    ['', null],
  ])('reads the birth out of "%s"', (stat, expected) => {
    expect(startTicks(stat)).toBe(expected);
  });
});
