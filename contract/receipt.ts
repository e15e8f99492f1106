import { z } from 'zod';

const valueSchema = z.object({
  label: z.string(),
  asked: z.string(),
  readBack: z.string().nullable(),
  same: z.boolean(),
});

const objectSchema = z.object({
  kind: z.enum(['campaign', 'ad-set', 'ad', 'picture', 'creative', 'lead-form', 'budget-schedule']),
  label: z.string(),
  metaId: z.string(),
  madeAt: z.number(),
  readBackAt: z.number().nullable(),
  values: z.array(valueSchema),
});

/** A launch receipt as it is stored in the text of its artifact. */
export const launchReceiptSchema = z.object({
  title: z.string(),
  projectName: z.string(),
  adAccount: z.object({
    name: z.string(),
    id: z.string(),
    currency: z.string(),
    timezone: z.string(),
  }),
  page: z.object({ name: z.string(), id: z.string() }),
  approval: z.object({
    id: z.string(),
    by: z.string(),
    decidedAt: z.number(),
    version: z.number(),
    contentHash: z.string(),
  }),
  limits: z.object({
    dailyMinor: z.number(),
    maxPerDayMinor: z.number(),
    maxPerWeekMinor: z.number(),
    maxInTotalMinor: z.number().nullable(),
    endsAt: z.number().nullable(),
  }),
  objects: z.array(objectSchema),
  startedAt: z.number(),
  liveAt: z.number(),
  leaseUntil: z.number().nullable(),
});
