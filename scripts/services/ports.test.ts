import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { findFreePort, isPortFree, PortTakenError, requireFreePort } from './ports.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function occupy(host: string): Promise<number> {
  const server = createServer();
  servers.push(server);
  server.listen({ port: await findFreePort(), host });
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test.each(['127.0.0.1', '0.0.0.0'])('a port taken on %s is not free', async (host) => {
  expect(await isPortFree(await occupy(host))).toBe(false);
});

test('a port nobody has is free', async () => {
  expect(await isPortFree(await findFreePort())).toBe(true);
});

test('a taken port is named with the variable to change', async () => {
  const port = await occupy('127.0.0.1');
  const failing = requireFreePort(port, 'TEMPORAL_PORT');
  await expect(failing).rejects.toThrow(PortTakenError);
  await expect(failing).rejects.toThrow(`Port ${port} is taken`);
  await expect(failing).rejects.toThrow(`TEMPORAL_PORT=${port + 1}`);
});
