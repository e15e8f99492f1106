import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { createMetaApp } from './app.ts';
import { createFileBlobs } from './state/blobs.ts';
import { openFileJournal } from './state/journal.ts';
import { createStore } from './state/store.ts';

export type MetaSandboxOptions = {
  /** 0 for any free port. */
  readonly port: number;
  /** Where accepted writes are kept, one JSON line each; pictures lie in a folder beside it. */
  readonly dataFile: string;
  readonly publicUrl?: string;
  readonly now?: () => number;
};

export type MetaSandbox = { readonly url: string; readonly close: () => Promise<void> };

const LOOPBACK = '127.0.0.1';

/** Starts the sandbox Graph API on this machine only. Rejects when the port is taken. */
export async function startMetaSandbox({
  port,
  dataFile,
  publicUrl,
  now,
}: MetaSandboxOptions): Promise<MetaSandbox> {
  const store = createStore({
    openJournal: (replay) => openFileJournal(dataFile, replay),
    blobs: createFileBlobs(`${dataFile}.images`),
  });
  const app = createMetaApp({
    store,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(now === undefined ? {} : { now }),
  });
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: LOOPBACK }, (address: AddressInfo) => {
      resolve({
        url: `http://${LOOPBACK}:${address.port}`,
        close: () =>
          new Promise((done) => {
            server.close(() => {
              store.close();
              done();
            });
            if ('closeAllConnections' in server) server.closeAllConnections();
          }),
      });
    });
    server.on('error', (error) => {
      store.close();
      reject(error);
    });
  });
}
