import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { ApiError } from './http/api-error.ts';
import type { AppEnv } from './http/app-env.ts';

export type Listening = {
  readonly port: number;
  /** Takes no new connections and waits for those in hand. */
  readonly close: () => Promise<void>;
  /** Cuts what is still open. */
  readonly cut: () => void;
};

/** Both spellings: some systems look `localhost` up as ::1 first, others as 127.0.0.1. */
const LOOPBACK = ['127.0.0.1', '::1'] as const;
/** This machine has no such address; with IPv6 switched off that is so for ::1. */
const NO_SUCH_ADDRESS = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/**
 * Serves the app over plain http.
 * @param host an address of this machine, or `localhost` for both of its loopback addresses.
 * @param port 0 for a free one.
 * @throws the system's error (`EADDRINUSE`, `EACCES`) when an address cannot be had.
 */
export async function listen(
  app: Hono<AppEnv>,
  { host, port }: { host: string; port: number },
): Promise<Listening> {
  const answer = getRequestListener(app.fetch, { errorHandler: () => unreadable(400) });
  const first = await open(answer, host === 'localhost' ? LOOPBACK[0] : host, port);
  const servers = [first];
  const bound = portOf(first);
  if (host === 'localhost') {
    try {
      servers.push(await open(answer, LOOPBACK[1], bound));
    } catch (error) {
      if (!NO_SUCH_ADDRESS.has(codeOf(error))) {
        first.close();
        throw error;
      }
    }
  }
  return {
    port: bound,
    close: async () => void (await Promise.all(servers.map(closed))),
    cut: () => {
      for (const server of servers) server.closeAllConnections();
    },
  };
}

async function open(
  answer: ReturnType<typeof getRequestListener>,
  host: string,
  port: number,
): Promise<Server> {
  const server = createServer(
    // Without a host the app refuses by itself, in words.
    { requireHostHeader: false },
    (request, response) => void answer(request, response),
  );
  server.on('clientError', refuseUnreadable);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

async function closed(server: Server): Promise<void> {
  await new Promise((resolve) => void server.close(resolve));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

const REFUSALS = {
  400: { reason: 'Bad Request', code: 'request.unreadable', words: 'could not be read' },
  408: { reason: 'Request Timeout', code: 'request.too_slow', words: 'took too long to arrive' },
  431: {
    reason: 'Request Header Fields Too Large',
    code: 'request.headers_too_large',
    words: 'has an address or headers that are too long',
  },
} as const;
type Refusal = keyof typeof REFUSALS;

function bodyOf(status: Refusal): string {
  const { code, words } = REFUSALS[status];
  const message = `The request ${words}. Nothing was changed.`;
  return JSON.stringify(new ApiError({ status, code, message }).toBody());
}

function unreadable(status: Refusal): Response {
  return new Response(bodyOf(status), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });
}

/** What is not even http never reaches the app; it gets the same shape of answer, and the connection ends. */
function refuseUnreadable(error: Error, socket: Socket): void {
  if (!socket.writable || codeOf(error) === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const statuses: Readonly<Record<string, Refusal>> = {
    HPE_HEADER_OVERFLOW: 431,
    ERR_HTTP_REQUEST_TIMEOUT: 408,
  };
  const status = statuses[codeOf(error)] ?? 400;
  const body = bodyOf(status);
  socket.end(
    [
      `HTTP/1.1 ${status} ${REFUSALS[status].reason}`,
      'content-type: application/json',
      'cache-control: no-store',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
