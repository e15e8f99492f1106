import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isReachableByAll, placeOfData, setAside, sharedFolder } from './postgres-place.ts';

const isRoot = process.getuid?.() === 0;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'place-'));
  chmodSync(folder, 0o755);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a folder is reachable when every folder above it lets others through', () => {
  const inner = join(folder, 'checkout/data');
  mkdirSync(inner, { recursive: true });
  expect(isReachableByAll(join(inner, 'not there yet'))).toBe(true);
  chmodSync(join(folder, 'checkout'), 0o700);
  expect(isReachableByAll(inner)).toBe(false);
});

test('a database is moved aside whole, and only when there is one', () => {
  const data = join(folder, 'postgres');
  expect(setAside(data)).toBeNull();
  mkdirSync(data);
  writeFileSync(join(data, 'PG_VERSION'), '18');
  if (isRoot) chmodSync(folder, 0o755);
  expect(setAside(data, new Date(Date.UTC(2026, 0, 2, 3, 4, 5)))).toBe(
    `${data}.until-2026-01-02T03-04-05`,
  );
  expect(existsSync(data)).toBe(false);
});

describe.runIf(isRoot)('for root', () => {
  test('the database stays in the data folder when the account of the server gets there', () => {
    const place = placeOfData(join(folder, 'data/postgres'));
    expect(place).toEqual({
      dataDir: join(folder, 'data/postgres'),
      runAs: { uid: 65_534, gid: 65_534 },
    });
  });

  test.each([
    ['a link that somebody put there', (path: string) => symlinkSync('/etc', path)],
    ['a folder that others may write to', (path: string) => openFolder(path)],
    ['a file', (path: string) => writeFileSync(path, '')],
  ])('%s is not trusted as the shared folder', (_, make) => {
    make(join(folder, 'aigency'));
    expect(() => sharedFolder([folder])).toThrow(/^No folder for the database was found/);
    mkdirSync(join(folder, 'second'));
    expect(sharedFolder([folder, join(folder, 'second')])).toBe(join(folder, 'second/aigency'));
  });
});

function openFolder(path: string): void {
  mkdirSync(path);
  chmodSync(path, 0o777);
}
