import type { StartConfig } from '../../config.ts';

/** What a person needs once everything runs. */
export function banner(
  config: StartConfig,
  { data, logs }: { data: string; logs: string },
): string {
  const { meta, claude } = config.sandbox;
  const mode = meta
    ? 'Sandbox: no real Facebook, no real money'
    : 'Real Facebook: approved campaigns cost real money';
  const chat = claude ? 'answered by a stand-in on this machine' : 'answered by Claude';
  const temporal =
    config.temporalAddress === null
      ? `http://localhost:${config.ports.temporalUi}`
      : `at ${config.temporalAddress}`;
  const rows: readonly (readonly [string, string])[] = [
    ['Aigency', config.publicUrl],
    ['Temporal', temporal],
    ['Mode', mode],
    ['Chat', chat],
    ['Data', data],
    ['Logs', logs],
    ['Stop', 'Ctrl-C'],
  ];
  return ['', ...rows.map(([name, value]) => `  ${name.padEnd(10)} ${value}`), ''].join('\n');
}
