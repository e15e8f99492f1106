import { sql } from 'kysely';
import { z } from 'zod';
import type { AppDependencies } from '../app-dependencies.ts';
import { publicEndpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';

const readinessSchema = z.object({
  ready: z.boolean(),
  database: z.boolean(),
  migrations: z.boolean(),
  temporal: z.boolean(),
});

export function healthRoutes(deps: AppDependencies): Endpoint[] {
  return [
    publicEndpoint({
      method: 'get',
      path: '/healthz',
      tag: 'Operation',
      summary: 'The process is up',
      answers: { 200: { description: 'Up', schema: z.object({ ok: z.literal(true) }) } },
      handle: ({ c }) => c.json({ ok: true }),
    }),
    publicEndpoint({
      method: 'get',
      path: '/readyz',
      tag: 'Operation',
      summary: 'Everything this process needs answers',
      answers: {
        200: { description: 'Ready', schema: readinessSchema },
        503: { description: 'Something is missing', schema: readinessSchema },
      },
      handle: async ({ c }) => {
        const [database, migrations, temporal] = await Promise.all([
          succeeds(async () => void (await sql`select 1`.execute(deps.db))),
          deps.isMigrated().catch(() => false),
          deps.gateway.isReachable(),
        ]);
        const ready = database && migrations && temporal;
        return c.json({ ready, database, migrations, temporal }, ready ? 200 : 503);
      },
    }),
  ];
}

async function succeeds(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch {
    return false;
  }
}
