import { z } from 'zod';

/** A short message about a running campaign, written from given numbers only. */
export const monitoringNoteSchema = z.strictObject({
  text: z
    .string()
    .trim()
    .min(1)
    .max(700)
    .describe('One to four short plain sentences for the owner of the business.'),
});
