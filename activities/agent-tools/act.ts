import { daysSchema, nothingSchema } from '../../contract/claude/agent.ts';
import { reportText, reportTitle } from '../../domain/monitoring/report.ts';
import { insertArtifact } from '../../db/repositories/artifacts.ts';
import { enqueueInboxOnce, isPausedByPerson } from '../../db/repositories/outbox.ts';
import type { ClaudeTool } from '../../integrations/claude/claude-api.ts';
import { derivedId } from '../../integrations/crypto/hash.ts';
import { note } from '../feed.ts';
import { campaignInQuestion, readPerformance } from './performance.ts';
import { agentTool, looked, read, refused } from './tool.ts';
import type { ToolWork } from './tool.ts';

/**
 * Stops all ads the way the button in the app does. It takes effect at once, whatever becomes of the answer: money
 * that runs out is not worth waiting for words. Asking twice in one message stops them once.
 */
export function pauseTool(work: ToolWork): ClaudeTool {
  const { question } = work;
  const { projectId, ownerId, messageId } = question.input;
  return agentTool(work, {
    name: 'pause_ads',
    description:
      'Stops all ads of this project at once. Only when the owner clearly asks to stop or pause them.',
    schema: nothingSchema,
    run: async () => {
      const now = question.clock();
      const key = `pause:${messageId}`;
      const state = await read(work, async (trx) => {
        const campaign = await campaignInQuestion(trx, projectId);
        if (campaign === null || campaign.status === 'COMPLETED') return 'nothing' as const;
        if (await isPausedByPerson(trx, projectId)) return 'already' as const;
        const item = { kind: 'policy', change: 'pause' } as const;
        const id = derivedId('inbox', projectId, key);
        // A repeat of this answer must not stop what the person has let run again since.
        if (!(await enqueueInboxOnce(trx, { id, projectId, ownerId, item, now }))) return 'before';
        const what = 'I paused all ads, because you asked me to';
        await note(trx, { projectId, ownerId, key, now, actor: 'agent', what });
        return 'paused' as const;
      });
      if (state === 'nothing') return refused('There are no ads that could be running.');
      if (state === 'already')
        return looked('Saw that the ads are paused', { ads: 'paused already' });
      return looked('Paused all ads', {
        ads: 'being switched off now',
        howToGoOn: 'The owner presses “Resume ads” in the app.',
      });
    },
  });
}

/** A report made by the code from stored numbers; the model only asks for it. */
export function reportTool(work: ToolWork): ClaudeTool {
  const { question, onFinish } = work;
  const { projectId, ownerId, messageId } = question.input;
  return agentTool(work, {
    name: 'write_report',
    description:
      'Makes a report of the last days that the owner can keep. Only when they ask for one.',
    schema: daysSchema,
    run: async ({ days }) => {
      const now = question.clock();
      const performance = await read(work, (trx) => readPerformance(trx, { projectId, days, now }));
      if (performance === null)
        return refused('No ads have run yet, so there is nothing to report.');
      const title = reportTitle(performance);
      const text = reportText(performance);
      const id = derivedId('report', messageId, String(days));
      const key = `report:${id}`;
      onFinish.push(async (trx) => {
        const artifact = { kind: 'REPORT', title, version: 1, text, assetId: null } as const;
        await insertArtifact(trx, { ...artifact, id, projectId, ownerId, now });
        const what = `I wrote “${title}”, because you asked for it`;
        await note(trx, { projectId, ownerId, key, now, actor: 'agent', what });
      });
      return looked(`Wrote a report of ${days === 1 ? 'today' : `the last ${days} days`}`, {
        report: title,
        where: 'It stands under “Artifacts”.',
        text,
      });
    },
  });
}
