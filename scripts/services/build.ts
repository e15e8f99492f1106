import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as viteBuild } from 'vite';
import { BUNDLE_FILE, bundleWorkflows } from '../../worker/bundle.ts';
import { buildIfChanged } from './stamps.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const STAMPS = join(ROOT, 'dist/.stamps');

/** The UI into dist/ui, when it or what it imports changed. @returns whether it was built. */
export function buildUi(): Promise<boolean> {
  return buildIfChanged({
    root: ROOT,
    sources: ['ui', 'contract', 'domain', 'package-lock.json'],
    output: join(ROOT, 'dist/ui/index.html'),
    stampFile: join(STAMPS, 'ui'),
    build: async () => {
      await viteBuild({ configFile: join(ROOT, 'ui/vite.config.ts'), logLevel: 'warn' });
    },
  });
}

/** The workflow bundle, when workflow code changed. @returns whether it was built. */
export function buildBundle(): Promise<boolean> {
  return buildIfChanged({
    root: ROOT,
    sources: ['workflows', 'domain', 'package-lock.json'],
    output: BUNDLE_FILE,
    stampFile: join(STAMPS, 'workflow-bundle'),
    build: async () => {
      await bundleWorkflows({ out: BUNDLE_FILE });
    },
  });
}
