import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
      // Loaded only when there is something to build: it is large.
      const { build } = await import('vite');
      await build({ configFile: join(ROOT, 'ui/vite.config.ts'), logLevel: 'warn' });
    },
  });
}

/** The workflow bundle, when workflow code changed. @returns whether it was built. */
export function buildBundle(): Promise<boolean> {
  return buildIfChanged({
    root: ROOT,
    sources: ['workflows', 'domain', 'worker/bundle.ts', 'package-lock.json'],
    output: BUNDLE_FILE,
    stampFile: join(STAMPS, 'workflow-bundle'),
    build: async () => {
      await bundleWorkflows({ out: BUNDLE_FILE });
    },
  });
}
