import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import pino from 'pino';
import { createConversationActivities } from '../../activities/conversation.ts';
import type { ActivityDependencies } from '../../activities/dependencies.ts';
import { createProjectActivities } from '../../activities/project.ts';
import { answerId } from '../../activities/stream-answer.ts';
import { notificationListSchema } from '../../contract/http.ts';
import type { MessageDto } from '../../contract/model.ts';
import { createClaudeClient } from '../../integrations/claude/client.ts';
import { createMetaFactory } from '../../integrations/meta/client.ts';
import { startClaudeSandbox } from '../../sandbox/claude/server.ts';
import { createApiWorld } from '../integration/api-world.ts';
import type { Browser } from '../integration/api-world.ts';
import { objectIn, rowsIn } from './sandbox-answers.ts';
import type { JsonObject } from './sandbox-answers.ts';

export type ChatWorld = Awaited<ReturnType<typeof openChatWorld>>;

/** How an attempt failed, as Temporal gets to see it. */
export type FailedAttempt = { readonly code: string; readonly pauseMs: number | null };

/** The API, the activities that answer, and the stand-in for the model; the test is the lifecycle between them. */
export async function openChatWorld(
  postgresUrl: string,
  { tokenDelayMs = 0, idleMs = 5_000 }: { tokenDelayMs?: number; idleMs?: number } = {},
) {
  const api = await createApiWorld(postgresUrl);
  const claude = await startClaudeSandbox({ port: 0, tokenDelayMs });
  const logs: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void logs.push(line) });
  const deps: ActivityDependencies = {
    db: api.database.app,
    vault: api.deps.vault,
    logger,
    meta: createMetaFactory({ baseUrl: 'http://127.0.0.1:9', appSecret: 'none', sandbox: true }),
    claude: createClaudeClient({ apiKey: 'sandbox', baseURL: claude.url, logger, idleMs }),
  };
  const activities = { ...createConversationActivities(deps), ...createProjectActivities(deps) };
  const admin = async (path: string, body?: JsonObject, method?: string): Promise<JsonObject> => {
    const answer = await fetch(`${claude.url}/sandbox/admin/${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return objectIn(await answer.json());
  };
  return {
    api,
    deps,
    activities,
    admin,
    logs,
    claudeUrl: claude.url,
    fault: (kind: string, more: JsonObject = {}) => admin('faults', { kind, ...more }),
    /** Bodies of the requests that reached the model, oldest first. */
    requests: async () => rowsIn((await admin('requests'))['requests']),
    newChat: async () => await openChat(await api.visitor().signUp(), activities, api.clock),
    async close() {
      await claude.close();
      await api.close();
    },
  };
}

export type Chat = Awaited<ReturnType<typeof openChat>>;

type Activities = ReturnType<typeof createConversationActivities> &
  ReturnType<typeof createProjectActivities>;

async function openChat(person: Browser, activities: Activities, clock: { now: number }) {
  const { project, conversations } = await person.createProject();
  const conversationId = conversations[0]?.id ?? '';
  const ref = { projectId: project.id, ownerId: person.userId };

  async function post(path: string, body: object): Promise<Response> {
    return await person.request('POST', path, body);
  }
  /** Writes a message; its answer is left to the test. */
  async function say(content: string): Promise<string> {
    const id = randomUUID();
    const answer = await post('/api/chat/message', { id, conversationId, content });
    if (answer.status !== 201) throw new Error(`message: ${answer.status}`);
    return id;
  }
  async function click(answer: string, mode: 'again' | 'continue'): Promise<string> {
    const id = randomUUID();
    const made = await post('/api/chat/retry', { id, answerId: answer, mode });
    if (made.status !== 201) throw new Error(`retry: ${made.status} ${await made.text()}`);
    return id;
  }
  const attempt = (messageId: string) =>
    activities.answerMessage({ ...ref, conversationId, messageId, now: clock.now });
  /**
   * What Temporal and the lifecycle do around an answer, without the pauses: attempts until one comes to an end, then
   * the sentence about it if it failed. @returns the attempts that failed on the way.
   */
  async function answer(
    messageId: string,
    onPause: (failed: FailedAttempt) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<FailedAttempt[]> {
    const failed: FailedAttempt[] = [];
    for (;;) {
      try {
        await attempt(messageId);
        return failed;
      } catch (error) {
        if (!(error instanceof ApplicationFailure)) throw error;
        const code = error.type ?? 'none';
        const pauseMs = typeof error.nextRetryDelay === 'number' ? error.nextRetryDelay : null;
        failed.push({ code, pauseMs });
        if (error.nonRetryable === true) {
          await giveUp(messageId, code);
          return failed;
        }
        await onPause({ code, pauseMs });
      }
    }
  }
  async function giveUp(messageId: string, code: string): Promise<void> {
    const problem = { ...ref, now: clock.now, messageId, campaignRecordId: null };
    await activities.reportProblem({ ...problem, code, during: 'answer' });
  }
  const page = () => person.page(ref.projectId);
  const answers = async (messageId: string): Promise<MessageDto[]> =>
    (await page()).messages.filter(({ replyTo }) => replyTo === messageId);
  return {
    ...ref,
    conversationId,
    person,
    post,
    say,
    click,
    attempt,
    answer,
    giveUp,
    page,
    answers,
    notifications: async () => {
      const answer = await person.request('GET', '/api/notifications');
      return notificationListSchema.parse(await answer.json()).notifications;
    },
    /** The one bubble of this question. */
    async bubble(messageId: string): Promise<MessageDto> {
      const [only, ...more] = await answers(messageId);
      if (only === undefined || more.length > 0 || only.id !== answerId(messageId)) {
        throw new Error(`There are ${more.length + (only === undefined ? 0 : 1)} answers.`);
      }
      return only;
    },
  };
}
