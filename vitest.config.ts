import { defineConfig } from 'vitest/config';

const server = ['api', 'activities', 'contract', 'db', 'domain', 'integrations', 'sandbox'];
const tooling = ['scripts', 'worker', 'workflows', 'test/support'];

export default defineConfig({
  test: {
    // Temporal's native module crashes in worker threads when several files create workers.
    pool: 'forks',
    // One more than the smallest machine has cores: many tests wait for servers. More would starve those.
    maxWorkers: 3,
    env: { TZ: 'UTC' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          isolate: false,
          // Properties try hundreds of sequences; a busy machine takes its time for them.
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
          include: [
            ...[...server, ...tooling].map((folder) => `${folder}/**/*.test.ts`),
            'ui/src/**/*.test.ts',
            '*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          sequence: { groupOrder: 1 },
          include: ['test/integration/**/*.test.ts', 'test/replay/**/*.test.ts'],
          globalSetup: ['test/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          // Whole installations with a browser: two of them are as much as a small machine carries.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/global-setup.ts'],
          testTimeout: 240_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
