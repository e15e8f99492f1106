import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildIfChanged, fingerprint } from './stamps.ts';

let root: string;
let builds: number;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stamps-'));
  mkdirSync(join(root, 'src/deep'), { recursive: true });
  write('src/a.ts', 'a');
  write('src/deep/b.ts', 'b');
  builds = 0;
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(path: string, text: string): void {
  writeFileSync(join(root, path), text);
}

function build(work?: () => Promise<void>): Promise<boolean> {
  return buildIfChanged({
    root,
    sources: ['src', 'missing'],
    output: join(root, 'out'),
    stampFile: join(root, 'stamps/out'),
    build:
      work ??
      (async () => {
        builds += 1;
        await Promise.resolve(write('out', 'built'));
      }),
  });
}

describe('a build', () => {
  test('is made once for the same sources', async () => {
    expect([await build(), await build(), builds]).toEqual([true, false, 1]);
  });

  test.each([
    ['a changed file', () => write('src/deep/b.ts', 'other')],
    ['a new file', () => write('src/c.ts', '')],
    ['a removed file', () => rmSync(join(root, 'src/a.ts'))],
    ['a missing result', () => rmSync(join(root, 'out'))],
  ])('is made again after %s', async (_, change) => {
    await build();
    change();
    expect(await build()).toBe(true);
  });

  test('does not mind a changed test', async () => {
    await build();
    write('src/a.test.ts', 'new');
    expect(await build()).toBe(false);
  });

  test('that fails does not pass for the one before it', async () => {
    await build();
    write('src/a.ts', 'broken');
    const failing = build(() => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    write('src/a.ts', 'a');
    expect(await build()).toBe(true);
  });
});

test('a fingerprint tells where a file ends and the next begins', () => {
  write('src/a.ts', 'xb.ts');
  const one = fingerprint(root, ['src']);
  rmSync(join(root, 'src/a.ts'));
  write('src/ax', 'b.ts');
  expect(fingerprint(root, ['src'])).not.toBe(one);
});
