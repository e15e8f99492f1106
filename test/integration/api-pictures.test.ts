import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { errorSchema } from '../../contract/http.ts';
import { uploadedPicturesSchema } from '../../contract/pictures.ts';
import { createApiWorld } from './api-world.ts';
import type { ApiWorld, Browser } from './api-world.ts';

const JPEG = new Uint8Array(
  readFileSync(new URL('../../integrations/creatives/quadrants.jpg', import.meta.url)),
);
const MEBIBYTE = 1024 * 1024;

let world: ApiWorld;
let ada: Browser;
let projectId: string;
beforeAll(async () => {
  world = await createApiWorld(inject('postgresUrl'));
  ada = await world.visitor().signUp();
  ({ id: projectId } = (await ada.createProject()).project);
});
afterAll(async () => await world.close());

async function upload(
  body: Uint8Array<ArrayBuffer>,
  { type = 'image/jpeg', as = ada, to = projectId } = {},
): Promise<Response> {
  return await as.raw('POST', `/api/projects/${to}/pictures`, body, { 'content-type': type });
}

async function codeOf(answer: Response): Promise<string> {
  return errorSchema.parse(await answer.json()).error.code;
}

test('a picture becomes two of the project’s pictures, and its bytes can be fetched', async () => {
  const answer = await upload(JPEG);
  expect(answer.status).toBe(201);
  const { square, portrait } = uploadedPicturesSchema.parse(await answer.json());
  for (const artifact of [square, portrait]) {
    expect(artifact).toMatchObject({ kind: 'IMAGE', projectId, version: 1 });
  }
  const shapes = [
    [square, 1080, 1080],
    [portrait, 1080, 1350],
  ] as const;
  for (const [artifact, width, height] of shapes) {
    const picture = await ada.request('GET', `/api/assets/${artifact.assetId ?? ''}`);
    expect(picture.headers.get('content-type')).toBe('image/png');
    const bytes = Buffer.from(await picture.arrayBuffer());
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([width, height]);
  }
  const { artifacts } = await ada.page(projectId);
  const ids = artifacts.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining([square.id, portrait.id]));
});

test('the same picture again, twice at once, is the same pair', async () => {
  const first = uploadedPicturesSchema.parse(await (await upload(JPEG)).json());
  const before = (await ada.page(projectId)).seq;
  const again = await Promise.all([upload(JPEG), upload(JPEG)]);
  for (const answer of again) expect(await answer.json()).toEqual(first);
  expect((await ada.page(projectId)).seq).toBe(before);
});

test('two at once that are new make one pair', async () => {
  const { id: to } = (await ada.createProject('Second shop')).project;
  const answers = await Promise.all([upload(JPEG, { to }), upload(JPEG, { to })]);
  const [one, two] = await Promise.all(answers.map((answer) => answer.json()));
  expect(one).toEqual(two);
  expect((await ada.page(to)).artifacts).toHaveLength(2);
});

test('a project of somebody else answers like one that never was, and keeps nothing', async () => {
  const eve = await world.visitor().signUp('Eve');
  const foreign = await upload(JPEG, { as: eve });
  const missing = await upload(JPEG, { as: eve, to: randomUUID() });
  expect([foreign.status, missing.status]).toEqual([404, 404]);
  expect(await foreign.text()).toBe(await missing.text());
  const visitor = await upload(JPEG, { as: world.visitor() });
  expect(visitor.status).toBe(401);
});

const filled = (size: number) => {
  const bytes = new Uint8Array(size);
  bytes.set(JPEG);
  return bytes;
};

test('up to 10 MB are taken, one byte more is not', async () => {
  expect((await upload(filled(10 * MEBIBYTE))).status).toBe(201);
  const answer = await upload(filled(10 * MEBIBYTE + 1));
  expect([answer.status, await codeOf(answer)]).toEqual([413, 'picture.too_large']);
});

test('only pictures may be large', async () => {
  const answer = await ada.raw('POST', `/api/projects/${projectId}/pause`, filled(MEBIBYTE));
  expect([answer.status, await codeOf(answer)]).toEqual([413, 'request.too_large']);
});

const PNG_HEAD = (width: number) => {
  const head = Buffer.from('89504e470d0a1a0a0000000d4948445200000000000003e80802000000', 'hex');
  head.writeUInt32BE(width, 16);
  return new Uint8Array(head);
};

test.each([
  ['text that calls itself a picture', new TextEncoder().encode('hello'), 'image/png', 415],
  ['nothing', new Uint8Array(), 'image/png', 415],
  ['a picture that calls itself JSON', JPEG, 'application/json', 415],
  ['a picture that calls itself an SVG', JPEG, 'image/svg+xml', 415],
  ['a picture that calls itself a form', JPEG, 'multipart/form-data; boundary=x', 415],
  ['a small picture', PNG_HEAD(599), 'image/png', 422],
  ['a huge picture', PNG_HEAD(50_000), 'image/png', 422],
  ['a picture without pixels', PNG_HEAD(1_000), 'image/png', 422],
] as const)(
  '%s is refused with a sentence, and nothing is kept',
  async (_name, body, type, status) => {
    const before = (await ada.page(projectId)).artifacts;
    const answer = await upload(body, { type });
    expect(answer.status).toBe(status);
    const { error } = errorSchema.parse(await answer.json());
    expect(error).toMatchObject({ code: expect.stringMatching(/^picture\./), field: 'picture' });
    expect(error.message).toContain('Nothing was kept.');
    expect((await ada.page(projectId)).artifacts).toEqual(before);
  },
);

test('another site cannot bring pictures in a person’s name', async () => {
  const answer = await ada.raw('POST', `/api/projects/${projectId}/pictures`, JPEG, {
    'content-type': 'image/jpeg',
    origin: 'https://elsewhere.example',
  });
  expect(answer.status).toBe(403);
});
