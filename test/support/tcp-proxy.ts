import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';

export type TcpProxy = {
  readonly port: number;
  /** Connections that were made through it so far. */
  readonly connections: () => number;
  /** Ends every connection at once with a reset, whatever was on its way. */
  readonly cut: () => void;
  /** Nothing passes any more though connections look open; `false` lets new ones through again. */
  readonly swallow: (everything: boolean) => void;
  readonly close: () => Promise<void>;
};

/** Stands between a browser and the server on the loopback address, and can be as bad as a real network. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let swallows = false;
  let count = 0;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    // A reset is what this is for.
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    count += 1;
    const far = connect(targetPort, '127.0.0.1');
    keep(near);
    keep(far);
    const pass = (from: Socket, to: Socket): void => {
      from.on('data', (piece) => {
        if (!swallows) to.write(piece);
      });
      from.on('close', () => {
        if (!swallows) to.destroy();
      });
    };
    pass(near, far);
    pass(far, near);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port: address.port,
    connections: () => count,
    cut,
    swallow: (everything) => {
      swallows = everything;
    },
    async close() {
      cut();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}
