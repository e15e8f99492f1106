import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import type { z } from 'zod';

/**
 * The subset of JSON Schema that the service compiles. Limits such as a longest length reach the model
 * as words only, so every answer is checked against the zod schema again.
 */
export function jsonSchemaOf(schema: z.ZodType): Record<string, unknown> {
  return { ...zodOutputFormat(schema).schema };
}
