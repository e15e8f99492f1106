import { z } from 'zod';

/** Epoch milliseconds on the owner's clock. */
export const instant = z.number().int();
export const idSchema = z.uuid();
/** A sentence for a person with a code for programs. */
export const problemSchema = z.object({ code: z.string(), message: z.string() });
