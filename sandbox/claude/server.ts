import { createAdaptorServer } from '@hono/node-server';
import { createApp } from './http/app.ts';

export type ClaudeSandbox = { readonly url: string; readonly close: () => Promise<void> };

/**
 * Starts the stand-in for the Messages API on the loopback address only. Port 0 takes any free one.
 * `tokenDelayMs`: about how long each piece of a streamed answer takes.
 */
export async function startClaudeSandbox({
  port,
  seed = 1,
  tokenDelayMs = 10,
}: {
  readonly port: number;
  readonly seed?: number;
  readonly tokenDelayMs?: number;
}): Promise<ClaudeSandbox> {
  const app = createApp({ seed, tokenDelayMs });
  const server = createAdaptorServer({ fetch: app.fetch, hostname: '127.0.0.1' });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        // Streams that stall on purpose would keep the server open for ever.
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
