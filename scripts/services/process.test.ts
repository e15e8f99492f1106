import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { identityOf } from './identity.ts';
import { runToEnd, ServiceFailedError, startService, waitUntilReady } from './process.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'process-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function node(script: string, graceMs = 3_000) {
  return {
    name: 'part',
    command: process.execPath,
    args: ['-e', script],
    env: { PATH: process.env['PATH'] },
    logFile: join(folder, 'part.log'),
    runDir: join(folder, 'run'),
    graceMs,
  };
}
const log = () => readFileSync(join(folder, 'part.log'), 'utf8');
const hasSaid = (word: string) => () => Promise.resolve(log().includes(word));
const wait = { timeoutMs: 5_000, logFile: '' };

describe('a child process', () => {
  test('is ready when it says so, is noted while it runs and not after', async () => {
    const service = startService(node("console.log('up'); setInterval(() => {}, 1000)"));
    await waitUntilReady(service, { ...wait, check: hasSaid('up') });
    expect(readdirSync(join(folder, 'run'))).toEqual(['part.pid']);
    await service.stop();
    expect(service.isRunning()).toBe(false);
    expect(identityOf(service.pid)).toBeNull();
    expect(readdirSync(join(folder, 'run'))).toEqual([]);
    await service.stop();
  });

  test('that does not listen is killed after its grace', async () => {
    const deaf = "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)";
    const service = startService(node(deaf, 100));
    await waitUntilReady(service, { ...wait, check: hasSaid('up') });
    await service.stop();
    expect(await service.ended).toBeNull();
  });

  test('takes the helpers it started along', async () => {
    const helper = 'setInterval(() => {}, 1000)';
    const script = `const { spawn } = require('node:child_process');
      const helper = spawn(process.execPath, ['-e', ${JSON.stringify(helper)}]);
      helper.on('spawn', () => console.log('helper', helper.pid));
      setInterval(() => {}, 1000)`;
    const service = startService(node(script));
    await waitUntilReady(service, { ...wait, check: hasSaid('helper') });
    const pid = Number(log().split(' ')[1]);
    expect(identityOf(pid)).not.toBeNull();
    await service.stop();
    await expect.poll(() => identityOf(pid)).toBeNull();
  });

  test('that ends before it is ready is reported with the last line of its log', async () => {
    const options = node("console.error('no room left'); process.exit(3)");
    const ready = waitUntilReady(startService(options), {
      check: () => Promise.resolve(false),
      timeoutMs: 5_000,
      logFile: options.logFile,
    });
    await expect(ready).rejects.toThrow(/part ended before it was ready.+no room left/s);
  });

  test('that never becomes ready is stopped', async () => {
    const service = startService(node('setInterval(() => {}, 1000)'));
    const check = () => Promise.reject(new Error('not yet'));
    await expect(waitUntilReady(service, { ...wait, timeoutMs: 100, check })).rejects.toThrow(
      'did not become ready in time',
    );
    expect(service.isRunning()).toBe(false);
  });

  test('that cannot be started at all is a failure, not a wait', async () => {
    const service = startService({ ...node(''), command: join(folder, 'missing') });
    const check = () => Promise.resolve(true);
    await expect(waitUntilReady(service, { ...wait, check })).rejects.toThrow(ServiceFailedError);
  });

  test('ends with the process that started it, even when that one is killed', async () => {
    const file = new URL('process.ts', import.meta.url).href;
    const options = JSON.stringify(node('setInterval(() => {}, 1000)'));
    const script = `import { startService } from '${file}';
      console.log('child', startService(${options}).pid);
      setInterval(() => {}, 1000)`;
    const logFile = join(folder, 'parent.log');
    const args = ['--input-type=module', '-e', script];
    const parent = spawn(process.execPath, args, {
      stdio: ['ignore', openSync(logFile, 'w'), 'inherit'],
    });
    const child = () => Number(/child (\d+)/.exec(readFileSync(logFile, 'utf8'))?.[1] ?? 0);
    await expect.poll(() => identityOf(child())).not.toBeNull();
    parent.kill('SIGKILL');
    await expect.poll(() => identityOf(child())).toBeNull();
  });

  test('that has to end well fails with its code', async () => {
    await runToEnd(node('process.exit(0)'));
    await expect(runToEnd(node('process.exit(1)'))).rejects.toThrow('did not succeed');
  });
});
