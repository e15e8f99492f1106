import { join } from 'node:path';
import type { Environment, StartConfig } from '../../config.ts';
import type { ChildSpec } from './children.ts';

/** Where the logs of a data folder are. */
export function logFileOf(dataDir: string, name: string): string {
  return join(dataDir, 'logs', `${name}.log`);
}

/** Our own processes in the order in which they start; each needs those before it. */
export function ownParts(
  config: Pick<StartConfig, 'sandbox' | 'port'> & {
    ports: Pick<StartConfig['ports'], 'sandboxMeta' | 'sandboxClaude'>;
  },
  { dataDir, env }: { dataDir: string; env: Environment },
): ChildSpec[] {
  const { ports, sandbox } = config;
  const metaUrl = `http://localhost:${ports.sandboxMeta}`;
  const claudeUrl = `http://127.0.0.1:${ports.sandboxClaude}`;
  const parts: { isWanted: boolean; part: Omit<ChildSpec, 'env' | 'logFile'> }[] = [
    {
      isWanted: sandbox.meta,
      part: {
        name: 'sandbox-meta',
        title: 'Facebook stand-in',
        args: [
          'sandbox/meta/main.ts',
          `--port=${ports.sandboxMeta}`,
          `--public-url=${metaUrl}`,
          `--data=${join(dataDir, 'sandbox', 'meta.jsonl')}`,
        ],
        ready: { url: `${metaUrl}/healthz` },
      },
    },
    {
      isWanted: sandbox.claude,
      part: {
        name: 'sandbox-claude',
        title: 'Language model stand-in',
        args: ['sandbox/claude/main.ts', '--port', String(ports.sandboxClaude)],
        ready: { url: `${claudeUrl}/healthz` },
      },
    },
    {
      isWanted: true,
      part: {
        name: 'worker',
        title: 'Worker',
        args: ['worker/main.ts'],
        ready: { line: 'worker ready' },
      },
    },
    {
      isWanted: true,
      part: {
        name: 'api',
        title: 'API and UI',
        args: ['api/main.ts'],
        ready: { url: `http://127.0.0.1:${config.port}/readyz` },
      },
    },
  ];
  return parts
    .filter(({ isWanted }) => isWanted)
    .map(({ part }) => ({
      ...part,
      env,
      logFile: logFileOf(dataDir, part.name),
    }));
}
