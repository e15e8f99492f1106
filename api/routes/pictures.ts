import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { PICTURE_TYPES, uploadedPicturesSchema } from '../../contract/pictures.ts';
import { getArtifact, insertArtifact, insertAsset } from '../../db/repositories/artifacts.ts';
import type { ArtifactView } from '../../domain/project/views.ts';
import type { Picture } from '../../integrations/creatives/render.ts';
import { cutUpload, MAX_UPLOAD_BYTES, UploadError } from '../../integrations/creatives/upload.ts';
import type { UploadProblem } from '../../integrations/creatives/upload.ts';
import { derivedId, sha256 } from '../../integrations/crypto/hash.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { ApiError } from '../http/api-error.ts';
import type { AppEnv } from '../http/app-env.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { asCaller, projectOf } from '../owner-work.ts';
import type { OwnerWork } from '../owner-work.ts';
import { projectParams } from './projects.ts';

const SHAPES = ['square', 'portrait'] as const;
type Shape = (typeof SHAPES)[number];
type Both = Record<Shape, ArtifactView>;

const TITLES: Readonly<Record<Shape, string>> = {
  square: 'Your picture, square',
  portrait: 'Your picture, upright',
};

const STATUSES: Readonly<Record<UploadProblem, ContentfulStatusCode>> = {
  'picture.too_large': 413,
  'picture.not_a_picture': 415,
  'picture.too_small': 422,
  'picture.too_many_pixels': 422,
  'picture.unreadable': 422,
};

/** The one request that may be larger than a message. */
export const PICTURE_UPLOAD = {
  path: /^\/api\/projects\/[^/]+\/pictures$/,
  maxBytes: MAX_UPLOAD_BYTES,
  refuse: (): never => {
    throw refusal(new UploadError('picture.too_large'));
  },
} as const;

/** Pictures that a person brings along. */
export function pictureRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/api/projects/:id/pictures',
      tag: 'Projects',
      summary: 'Bring a picture of your own, up to 10 MB; the same one again changes nothing',
      params: projectParams,
      takes: PICTURE_TYPES,
      answers: {
        201: { description: 'The picture in both shapes', schema: uploadedPicturesSchema },
      },
      refusals: [404, 413, 415, 422],
      handle: async ({ c, caller, params }) => {
        const own = <Result>(work: (scope: OwnerWork) => Promise<Result>) =>
          asCaller(deps, caller.userId, work);
        await own(async ({ trx }) => await projectOf(trx, params.id));
        const bytes = await readPicture(c);
        const picture = { projectId: params.id, digest: sha256(bytes) };
        const before = await own(async (work) => await find(work, picture));
        if (before !== null) return c.json(before, 201);
        const cut = await cutUpload(bytes).catch((error: unknown) => {
          throw error instanceof UploadError ? refusal(error) : error;
        });
        return c.json(await own(async (work) => await keep(work, picture, cut)), 201);
      },
    }),
  ];
}

async function readPicture(c: Context<AppEnv>): Promise<Buffer> {
  const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (!PICTURE_TYPES.some((one) => one === type)) {
    throw refusal(new UploadError('picture.not_a_picture'));
  }
  return Buffer.from(await c.req.arrayBuffer());
}

type Upload = { readonly projectId: string; readonly digest: string };

function idOf(kind: 'artifact' | 'asset', { projectId, digest }: Upload, shape: Shape): string {
  return derivedId('upload', kind, projectId, digest, shape);
}

async function find({ trx }: OwnerWork, upload: Upload): Promise<Both | null> {
  const square = await getArtifact(trx, idOf('artifact', upload, 'square'));
  const portrait = await getArtifact(trx, idOf('artifact', upload, 'portrait'));
  return square === null || portrait === null ? null : { square, portrait };
}

async function keep(
  work: OwnerWork,
  upload: Upload,
  pictures: Readonly<Record<Shape, Picture>>,
): Promise<Both> {
  const { trx, ownerId, now } = work;
  const { projectId } = upload;
  await projectOf(trx, projectId);
  for (const shape of SHAPES) {
    const { png: bytes, mime, width, height } = pictures[shape];
    const assetId = idOf('asset', upload, shape);
    const common = { projectId, ownerId, now };
    const asset = { ...common, id: assetId, mime, sha256: sha256(bytes), width, height, bytes };
    await insertAsset(trx, asset);
    await insertArtifact(trx, {
      ...common,
      id: idOf('artifact', upload, shape),
      kind: 'IMAGE',
      title: TITLES[shape],
      version: 1,
      text: null,
      assetId,
    });
  }
  const kept = await find(work, upload);
  if (kept === null) throw new Error('A picture that was kept is not there.');
  return kept;
}

function refusal({ code, message }: UploadError): ApiError {
  return new ApiError({ status: STATUSES[code], code, message, field: 'picture' });
}
