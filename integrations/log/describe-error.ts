/**
 * What is safe to keep of an error. Database errors quote the values at fault in `detail` and in their queries, so
 * only name, message, code, stack and the constraint are taken.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const constraint =
    'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined;
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  return { name, message, code, constraint, stack, cause };
}
