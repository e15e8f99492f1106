import { needsReconnect } from '../domain/deployment/problems.ts';
import type { ReportProblemInput, ShowProgressInput } from '../domain/lifecycle/work.ts';
import { momentWords, startOfNextDay } from '../domain/monitoring/calendar.ts';
import { stageHeadline } from '../domain/project/headline.ts';
import { dailyLimitWords, problemWords } from '../domain/project/problem-words.ts';
import type { Trx } from '../db/client.ts';
import { getCampaign, updateCampaign } from '../db/repositories/campaigns.ts';
import { getMessage } from '../db/repositories/messages.ts';
import { getProject, showProgress } from '../db/repositories/projects.ts';
import { beginStream, finishStream } from '../db/repositories/stream.ts';
import { asOwner } from '../db/tenant.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { note, ring, say } from './feed.ts';
import { answerId } from './stream-answer.ts';

export type ProjectActivities = {
  showProgress(input: ShowProgressInput): Promise<void>;
  reportProblem(input: ReportProblemInput): Promise<void>;
};

export function createProjectActivities(deps: ActivityDependencies): ProjectActivities {
  return {
    showProgress: async (input) => {
      const headline = stageHeadline(input.stage, input.waitingFor);
      await asOwner(deps.db, input.ownerId, (trx) => showProgress(trx, { ...input, headline }));
    },
    reportProblem: (input) => asOwner(deps.db, input.ownerId, (trx) => reportProblem(trx, input)),
  };
}

/** Says in the chat what could not be done, why, and what to do; an unanswered message gets it as its answer. */
async function reportProblem(trx: Trx, input: ReportProblemInput): Promise<void> {
  const { projectId, ownerId, code, during, now } = input;
  const content = await wordsFor(trx, input);
  if (during === 'answer' && input.messageId !== null) {
    await failAnswer(trx, { input, messageId: input.messageId, content });
    return;
  }
  if (during === 'deployment' && input.campaignRecordId !== null) {
    await stopBuilding(trx, input, input.campaignRecordId);
  }
  const key = `problem:${during}:${code}:${now}`;
  const ref = { projectId, ownerId, now, key };
  const reconnect = needsReconnect(code);
  const messageId = await say(trx, {
    ...ref,
    type: reconnect ? 'FB_CONNECT' : 'AGENT_ACTION',
    content,
    metadata: reconnect ? { kind: 'connect' } : { kind: 'error', code },
  });
  await ring(trx, {
    ...ref,
    kind: 'ALERT',
    title: reconnect ? 'Please connect Facebook again' : TITLES[during],
    body: content,
    messageId,
  });
  await note(trx, { ...ref, actor: 'agent', what: TITLES[during], outcome: content });
}

async function wordsFor(trx: Trx, input: ReportProblemInput): Promise<string> {
  const { code, during, projectId, now } = input;
  if (code !== 'claude.daily_limit') return problemWords(code, during);
  const timezone = (await getProject(trx, projectId))?.timezone ?? 'UTC';
  return dailyLimitWords(momentWords(startOfNextDay(now, timezone), timezone), during);
}

/** The lifecycle gave the building up by itself: the record has to say so, or "Try again" would be refused. */
async function stopBuilding(
  trx: Trx,
  { projectId, ownerId, code, now }: ReportProblemInput,
  id: string,
): Promise<void> {
  const campaign = await getCampaign(trx, id);
  if (campaign === null || campaign.status !== 'DEPLOYING') return;
  const set = { status: 'FAILED' as const, problemCode: code };
  await updateCampaign(trx, { id, projectId, ownerId, now, set });
}

const TITLES: Readonly<Record<ReportProblemInput['during'], string>> = {
  answer: 'A message is not answered yet',
  plan: 'I could not draft the campaign',
  connection: 'Facebook is not connected yet',
  deployment: 'Your campaign could not be built',
  change: 'A change could not be made',
  monitoring: 'I could not look at your numbers',
  delivery: 'I could not switch your ads',
  lease: 'The running time could not be prolonged',
  removal: 'The campaign could not be removed',
  approval: 'A decision could not be taken',
};

/** Fills the bubble that was waiting for an answer with the reason there is none. */
async function failAnswer(
  trx: Trx,
  { input, messageId, content }: { input: ReportProblemInput; messageId: string; content: string },
): Promise<void> {
  const question = await getMessage(trx, messageId);
  if (question === null) return;
  const { projectId, ownerId, now } = input;
  const id = answerId(messageId);
  const opened = await beginStream(trx, {
    messageId: id,
    conversationId: question.conversationId,
    projectId,
    ownerId,
    replyTo: messageId,
    now,
  });
  if (opened === null) return;
  const { attempt } = opened;
  await finishStream(trx, {
    messageId: id,
    projectId,
    ownerId,
    attempt,
    content,
    status: 'failed',
    problemCode: input.code,
    now,
  });
}
