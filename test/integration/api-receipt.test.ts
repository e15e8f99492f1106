import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { insertArtifact } from '../../db/repositories/artifacts.ts';
import type { ArtifactKind } from '../../domain/artifact/artifact.ts';
import { asOwner } from '../../db/tenant.ts';
import { exampleReceipt } from '../../integrations/pdf/receipt-example.ts';
import { createApiWorld } from './api-world.ts';
import type { ApiWorld, Browser } from './api-world.ts';

let world: ApiWorld;
let ada: Browser;
let projectId: string;

beforeAll(async () => {
  world = await createApiWorld(inject('postgresUrl'));
  ada = await world.visitor().signUp();
  projectId = (await ada.createProject()).project.id;
});
afterAll(async () => await world.close());

async function keep(kind: ArtifactKind, text: string): Promise<string> {
  const id = randomUUID();
  const about = { projectId, ownerId: ada.userId, now: Date.UTC(2026, 2, 1) };
  await asOwner(world.database.app, ada.userId, (trx) =>
    insertArtifact(trx, { ...about, id, kind, title: 'x', version: 1, text, assetId: null }),
  );
  return id;
}

test('a receipt comes as a document of its owner that nobody caches', async () => {
  const id = await keep('RECEIPT', JSON.stringify(exampleReceipt()));
  const answer = await ada.request('GET', `/api/artifacts/${id}/pdf`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="launch-/);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');

  const bob = await world.visitor().signUp();
  expect((await bob.request('GET', `/api/artifacts/${id}/pdf`)).status).toBe(404);
});

test('other artifacts have no paper', async () => {
  const id = await keep('REPORT', 'Words');
  expect((await ada.request('GET', `/api/artifacts/${id}/pdf`)).status).toBe(404);
});
