import { parseArgs } from 'node:util';
import { startMetaSandbox } from './server.ts';

const DEFAULT_PORT = '8790';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: DEFAULT_PORT },
    data: { type: 'string', default: 'sandbox-meta.jsonl' },
    'public-url': { type: 'string' },
  },
});

const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`--port must be a number from 0 to 65535, for example --port ${DEFAULT_PORT}.`);
  process.exit(2);
}

const publicUrl = values['public-url'];
try {
  const sandbox = await startMetaSandbox({
    port,
    dataFile: values.data,
    ...(publicUrl === undefined ? {} : { publicUrl }),
  });
  console.log(`Sandbox Graph API listening on ${sandbox.url}`);
  const stop = (): void => {
    void sandbox.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  console.error(taken ? `Port ${port} is taken. Choose another with --port.` : error);
  process.exit(1);
}
