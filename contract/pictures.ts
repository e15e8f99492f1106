import { z } from 'zod';
import { artifactSchema } from './model.ts';

/** What the body of POST /api/projects/:id/pictures may be. */
export const PICTURE_TYPES = ['image/png', 'image/jpeg'] as const;

/** POST /api/projects/:id/pictures → 201: the person's picture in the two shapes of an ad. */
export const uploadedPicturesSchema = z.object({
  /** 1:1. */
  square: artifactSchema,
  /** 4:5. */
  portrait: artifactSchema,
});
