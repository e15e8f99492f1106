import { randomUUID } from 'node:crypto';
import { createConversationActivities } from '../../activities/conversation.ts';
import type { ActivityDependencies } from '../../activities/dependencies.ts';
import { createModelMeter } from '../../activities/model-meter.ts';
import { answerId } from '../../activities/stream-answer.ts';
import type { AnswerMessageResult } from '../../domain/lifecycle/work.ts';
import { addDays } from '../../domain/monitoring/calendar.ts';
import type { DaySnapshot } from '../../domain/monitoring/snapshot.ts';
import type { MessageView } from '../../domain/project/views.ts';
import { currentBrief } from '../../db/repositories/briefs.ts';
import { updateCampaign } from '../../db/repositories/campaigns.ts';
import { createConversation } from '../../db/repositories/conversations.ts';
import { getMessage, insertMessage } from '../../db/repositories/messages.ts';
import { saveSnapshots } from '../../db/repositories/snapshots.ts';
import { asOwner } from '../../db/tenant.ts';
import { createClaudeClient } from '../../integrations/claude/client.ts';
import type { AgentWorld } from './agent-world.ts';
import { addCampaign, daySnapshot } from './owner-world.ts';
import { scriptedClaude } from './scripted-claude.ts';
import type { ScriptedTurn } from './scripted-claude.ts';

const DAY = 86_400_000;

export type Talker = {
  readonly ownerId: string;
  readonly projectId: string;
  readonly conversationId: string;
  readonly campaignRecordId: string;
};

/** A person whose campaign has run for some days, with a conversation of their own. `now`: the instant of the talk. */
export async function liveTalker(
  world: AgentWorld,
  { now, days, each }: { now: number; days: number; each: Partial<DaySnapshot> },
): Promise<Talker> {
  const { ownerId, projectId } = await world.addTenant();
  const ref = { ownerId, projectId, now: now - days * DAY };
  const conversationId = randomUUID();
  const campaignRecordId = await asOwner(world.database.app, ownerId, async (trx) => {
    await createConversation(trx, {
      ...ref,
      id: conversationId,
      type: 'AGENT',
      title: 'A question',
      campaignRecordId: null,
    });
    const briefId = (await currentBrief(trx, projectId))?.id ?? '';
    const { campaignRecordId: id } = await addCampaign(trx, { ...ref, conversationId, briefId });
    await updateCampaign(trx, {
      ...ref,
      id,
      set: { status: 'ACTIVE', liveSince: now - days * DAY },
    });
    const today = new Date(now).toISOString().slice(0, 10);
    const rows = Array.from({ length: days }, (_, back) => ({
      snapshot: daySnapshot({ ...each, day: addDays(today, -back) }),
      raw: {},
    }));
    await saveSnapshots(trx, { ...ref, campaignRecordId: id, rows });
    return id;
  });
  return { ownerId, projectId, conversationId, campaignRecordId };
}

/** Talks with the agent, whose model says what the script says. */
export function talkWith(
  world: AgentWorld,
  talker: Talker,
  options: { now: number; script: readonly ScriptedTurn[]; dailyLimitMicroUsd?: number },
) {
  const { now } = options;
  const model = scriptedClaude(options.script);
  const { logger, db } = world.deps;
  const claude = createClaudeClient({
    apiKey: 'any',
    baseURL: 'http://model.test',
    logger,
    fetch: model.fetch,
    meter: createModelMeter({
      db,
      logger,
      dailyLimitMicroUsd: options.dailyLimitMicroUsd ?? 2_000_000,
    }),
  });
  const deps: ActivityDependencies = { ...world.deps, claude };
  const activities = createConversationActivities(deps);
  const { projectId, ownerId, conversationId } = talker;
  const own = { projectId, ownerId, conversationId };
  const write = async (content: string, id: string = randomUUID()): Promise<string> => {
    await asOwner(db, ownerId, (trx) =>
      insertMessage(trx, {
        ...own,
        id,
        type: 'TEXT',
        role: 'user',
        status: 'complete',
        content,
        metadata: { kind: 'none' },
        replyTo: null,
        now,
      }),
    );
    return id;
  };
  const answer = (messageId: string): Promise<AnswerMessageResult> =>
    activities.answerMessage({ ...own, messageId, now });
  return {
    model,
    write,
    answer,
    ask: async (content: string): Promise<{ result: AnswerMessageResult; reply: MessageView }> => {
      const messageId = await write(content);
      const result = await answer(messageId);
      const reply = await asOwner(db, ownerId, (trx) => getMessage(trx, answerId(messageId)));
      if (reply === null) throw new Error('There is no answer.');
      return { result, reply };
    },
  };
}
