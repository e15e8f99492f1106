import { parseArgs } from 'node:util';
import { startClaudeSandbox } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8791' },
    seed: { type: 'string', default: '1' },
    'token-delay-ms': { type: 'string', default: '10' },
  },
});

const sandbox = await startClaudeSandbox({
  port: Number(values.port),
  seed: Number(values.seed),
  tokenDelayMs: Number(values['token-delay-ms']),
});
console.log(`Sandbox Claude listens on ${sandbox.url}`);

function stop(): void {
  void sandbox.close();
}
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
