import { createServer } from 'node:net';

/** Raised before anything starts; says which setting to change. */
export class PortTakenError extends Error {
  readonly code = 'start.port_taken';
  constructor(port: number, variable: string) {
    super(
      `Port ${port} is taken by another program. Stop that program, or choose another port: ${variable}=${port + 1}`,
    );
    this.name = 'PortTakenError';
  }
}

export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return await new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** @throws PortTakenError naming the variable that sets the port. */
export async function requireFreePort(port: number, variable: string): Promise<void> {
  if (!(await isPortFree(port))) throw new PortTakenError(port, variable);
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
