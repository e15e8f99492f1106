import { spawn } from 'node:child_process';
import process from 'node:process';

/** The longest first, so that nothing waits for it alone at the end. */
const CHECKS: readonly { name: string; command: string; args: readonly string[] }[] = [
  { name: 'unit tests', command: 'vitest', args: ['run', '--project', 'unit'] },
  { name: 'lint', command: 'oxlint', args: [] },
  { name: 'types', command: 'tsc', args: ['-p', 'tsconfig.json'] },
  { name: 'dead code', command: 'knip', args: [] },
  { name: 'types of the UI', command: 'tsc', args: ['-p', 'ui/tsconfig.json'] },
  { name: 'plain words', command: 'node', args: ['scripts/check-words.ts'] },
  { name: 'format', command: 'oxfmt', args: ['--check'] },
];

/** More would only make them wait for each other. */
const AT_ONCE = 2;

async function run(check: (typeof CHECKS)[number]): Promise<boolean> {
  const began = performance.now();
  const child = spawn(check.command, check.args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number>((resolve) => {
    child.on('error', () => resolve(127));
    child.on('close', (exit) => resolve(exit ?? 1));
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${code === 0 ? '✓' : '✗'} ${check.name}  ${seconds} s`);
  if (code !== 0) console.log(Buffer.concat(output).toString());
  return code === 0;
}

const waiting = [...CHECKS];
let passed = true;
const lane = async (): Promise<void> => {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    if (!(await run(check))) passed = false;
  }
};
await Promise.all(Array.from({ length: AT_ONCE }, lane));
process.exitCode = passed ? 0 : 1;
