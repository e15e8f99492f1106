import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Raised before anything starts; says which setting to change. */
export class PortTakenError extends Error {
  readonly code = 'start.port_taken';
  constructor(port: number, variable: string) {
    super(
      `Port ${port} is taken by another program. Stop that program, or choose another port: ${variable}=${port < 65_535 ? port + 1 : port - 1}`,
    );
    this.name = 'PortTakenError';
  }
}

/**
 * Whether nobody listens there, on either address that `localhost` may mean or on all of them. A machine without
 * IPv6 has only the first.
 */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1', '::']) {
    if (!(await canListen(port, host))) return false;
  }
  return true;
}

async function canListen(port: number, host: string): Promise<boolean> {
  return await new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** A server that was just stopped may hold its port for a moment. */
const PATIENCE_MS = 1_500;

/** @throws PortTakenError naming the variable that sets the port. */
export async function requireFreePort(port: number, variable: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isPortFree(port))) {
    if (Date.now() > deadline) throw new PortTakenError(port, variable);
    await delay(100);
  }
}

/** A port nobody uses at this moment, chosen by the system: for tests. */
export async function findFreePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
