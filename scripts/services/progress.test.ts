import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createReporter } from './progress.ts';

let folder: string;
let written: string;
const screen = (isTTY: boolean) => ({ isTTY, write: (text: string) => (written += text) });
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'progress-'));
  written = '';
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a step away from a terminal is one plain line, and a line of the log', async () => {
  const logFile = join(folder, 'logs/start.log');
  const report = createReporter({ logFile, screen: screen(false) });
  expect(await report.step('Postgres', () => Promise.resolve(7))).toBe(7);
  expect(written).toMatch(/^ {2}✓ Postgres {2}\d+\.\d s\n$/);
  expect(readFileSync(logFile, 'utf8')).toMatch(/^\S+Z ✓ Postgres {2}\d+\.\d s\n$/);
});

test('a step on a terminal ends with its line alone', async () => {
  const report = createReporter({ logFile: join(folder, 'start.log'), screen: screen(true) });
  await report.step('Worker', () => Promise.resolve());
  expect(written.split('\r\u001b[2K').at(-1)).toMatch(/^ {2}✓ Worker/);
});

test('a step that fails is crossed out and its error goes on', async () => {
  const report = createReporter({ logFile: join(folder, 'start.log'), screen: screen(false) });
  const failing = report.step('Temporal', () => Promise.reject(new Error('no way')));
  await expect(failing).rejects.toThrow('no way');
  expect(written).toContain('✗ Temporal');
});
