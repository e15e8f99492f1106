import { listArtifacts, getAsset } from '../db/repositories/artifacts.ts';
import type { Trx } from '../db/client.ts';
import type { Brief } from '../domain/brief/brief.ts';
import { ImageModelError } from '../integrations/creatives/image-model.ts';
import { derivedId } from '../integrations/crypto/hash.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** A picture that the person brought along, upright as the feed shows it. */
export type OwnPhoto = {
  readonly assetId: string;
  readonly sha256: string;
  readonly png: Buffer;
};

/** Looked through for an upright one; each upload leaves two. */
const NEWEST = 6;

/** The newest picture of the person's own; null when they have brought none. */
export async function newestPhoto(trx: Trx, projectId: string): Promise<OwnPhoto | null> {
  const artifacts = await listArtifacts(trx, projectId);
  const own = artifacts.flatMap(({ kind, id, assetId }) =>
    kind === 'IMAGE' && assetId !== null && id !== drawnArtifactId(assetId) ? [assetId] : [],
  );
  for (const assetId of own.slice(0, NEWEST)) {
    const asset = await getAsset(trx, assetId);
    if (asset === null || asset.height <= asset.width) continue;
    return { assetId, sha256: asset.sha256, png: asset.bytes };
  }
  return null;
}

/** Pictures that we draw stand under this id, which tells them from the person's own. */
export function drawnArtifactId(assetId: string): string {
  return derivedId('artifact', assetId);
}

/** What a plan's pictures can show besides words. */
export type PlanPhotos = {
  readonly own: OwnPhoto | null;
  /** By an image model, only where the person has brought none. */
  readonly made: Buffer | null;
};

/** The person's own photo, else one of the image model where there is one. Without either, pictures are words and colour. */
export async function photosFor(
  deps: ActivityDependencies,
  own: OwnPhoto | null,
  brief: Brief,
): Promise<PlanPhotos> {
  if (own !== null || deps.imageModel === undefined) return { own, made: null };
  const { product, businessDescription } = brief;
  const prompt = `A natural, well-lit photo for the advertisement of a small business. To be seen: ${product}. The business: ${businessDescription}. No words, no logos, no faces that could be recognised.`;
  try {
    const { portrait } = await deps.imageModel.make(prompt);
    return { own, made: portrait.png };
  } catch (error) {
    if (!(error instanceof ImageModelError)) throw error;
    deps.logger.warn({ code: error.code }, 'image model gave no picture');
    return { own, made: null };
  }
}

export function dataUri(png: Buffer): string {
  return `data:image/png;base64,${png.toString('base64')}`;
}
