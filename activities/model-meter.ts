import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { startOfDay } from '../domain/monitoring/calendar.ts';
import type { Db } from '../db/client.ts';
import { insertModelUsage, sumModelUsage } from '../db/repositories/model-usage.ts';
import { getProject } from '../db/repositories/projects.ts';
import { asOwner } from '../db/tenant.ts';
import type { Payer } from '../integrations/claude/claude-api.ts';
import { ClaudeError } from '../integrations/claude/claude-error.ts';
import { cachedShare } from '../integrations/claude/models.ts';
import type { ModelMeter, ModelUse } from '../integrations/claude/usage.ts';

/**
 * Keeps each project within its daily limit for the model and writes down every request.
 * The day is the owner's own: their clock, in the ad account's time zone (UTC before there is one).
 * @param dailyLimitMicroUsd millionths of a US dollar per project and day.
 */
export function createModelMeter(deps: {
  readonly db: Db;
  readonly logger: Logger;
  readonly dailyLimitMicroUsd: number;
}): ModelMeter {
  return {
    admit: (payer) => admit(deps, payer),
    record: (payer, use) => record(deps, payer, use),
  };
}

async function admit(
  { db, dailyLimitMicroUsd }: { db: Db; dailyLimitMicroUsd: number },
  { projectId, ownerId, clock }: Payer,
): Promise<void> {
  const { costMicroUsd } = await asOwner(db, ownerId, async (trx) => {
    const timezone = (await getProject(trx, projectId))?.timezone ?? 'UTC';
    return await sumModelUsage(trx, { projectId, since: startOfDay(clock(), timezone) });
  });
  if (costMicroUsd < dailyLimitMicroUsd) return;
  throw new ClaudeError('claude.daily_limit', { retryable: false });
}

async function record(
  { db, logger }: { db: Db; logger: Logger },
  { projectId, ownerId, clock }: Payer,
  { purpose, model, usage }: ModelUse,
): Promise<void> {
  try {
    await asOwner(db, ownerId, (trx) =>
      insertModelUsage(trx, {
        id: randomUUID(),
        projectId,
        ownerId,
        purpose,
        model,
        ...usage,
        usedAt: clock(),
      }),
    );
    const { costMicroUsd } = usage;
    const share = cachedShare(usage);
    logger.info({ projectId, purpose, model, costMicroUsd, cachedShare: share }, 'model used');
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    logger.warn({ projectId, purpose, name }, 'What the model cost could not be written down');
  }
}
