import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** A fingerprint of files and folders: names and contents, tests left out. */
export function fingerprint(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesUnder(join(root, path))) {
      hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) return filesUnder(join(path, entry.name));
      return entry.name.includes('.test.') ? [] : [join(path, entry.name)];
    });
}

/**
 * Builds `output` unless it was built from the very same sources. @returns whether it had to be built.
 */
export async function buildIfChanged(work: {
  root: string;
  sources: readonly string[];
  output: string;
  stampFile: string;
  build: () => Promise<void>;
}): Promise<boolean> {
  const now = fingerprint(work.root, work.sources);
  const known = existsSync(work.stampFile) ? readFileSync(work.stampFile, 'utf8') : null;
  if (known === now && existsSync(work.output)) return false;
  // A build that is cut off halfway must not pass for the one before it.
  rmSync(work.stampFile, { force: true });
  await work.build();
  mkdirSync(dirname(work.stampFile), { recursive: true });
  writeFileSync(work.stampFile, now);
  return true;
}
