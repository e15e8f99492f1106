import type { ArtifactKind } from '../../domain/artifact/artifact.ts';
import type { ArtifactView } from '../../domain/project/views.ts';
import { instant } from '../client.ts';
import type { Trx } from '../client.ts';
import { appendEvent } from './events.ts';

const COLUMNS = [
  'id',
  'projectId',
  'kind',
  'title',
  'version',
  'content as text',
  'assetId',
  'createdAt',
] as const;

/** Keeps something made for the person; idempotent by id. */
export async function insertArtifact(
  trx: Trx,
  artifact: {
    id: string;
    projectId: string;
    ownerId: string;
    kind: ArtifactKind;
    title: string;
    version: number;
    text: string | null;
    assetId: string | null;
    now: number;
  },
): Promise<void> {
  const { id, projectId, ownerId, kind, title, version, assetId } = artifact;
  const inserted = await trx
    .insertInto('artifact')
    .values({
      id,
      projectId,
      ownerId,
      kind,
      title,
      version,
      assetId,
      content: artifact.text,
      createdAt: instant(artifact.now),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return;
  await appendEvent(trx, { ...artifact, type: 'artifact', refId: artifact.id });
}

/** Newest first. */
export async function listArtifacts(trx: Trx, projectId: string): Promise<ArtifactView[]> {
  return await trx
    .selectFrom('artifact')
    .select(COLUMNS)
    .where('projectId', '=', projectId)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .execute();
}

export async function getArtifact(trx: Trx, id: string): Promise<ArtifactView | null> {
  const row = await trx
    .selectFrom('artifact')
    .select(COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

export type AssetRow = {
  id: string;
  projectId: string;
  mime: string;
  sha256: string;
  width: number;
  height: number;
  bytes: Buffer;
};

/** Stores a picture's bytes; idempotent by id. */
export async function insertAsset(
  trx: Trx,
  asset: AssetRow & { ownerId: string; now: number },
): Promise<void> {
  const { id, projectId, ownerId, mime, sha256, width, height, bytes } = asset;
  await trx
    .insertInto('asset')
    .values({
      id,
      projectId,
      ownerId,
      mime,
      sha256,
      width,
      height,
      bytes,
      createdAt: instant(asset.now),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

export async function getAsset(trx: Trx, id: string): Promise<AssetRow | null> {
  const row = await trx
    .selectFrom('asset')
    .select(['id', 'projectId', 'mime', 'sha256', 'width', 'height', 'bytes'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}
