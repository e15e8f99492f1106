import type { Trx } from '../db/client.ts';
import type { Question } from './conversation.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { note } from './feed.ts';

export type Guardrail = {
  /** The model called a tool that it is not offered: nothing happens, and the log says so. */
  readonly onDenied: (name: string) => void;
  /** Lets the person see that it was kept from something, once for each of their messages. */
  readonly noteDenied: (trx: Trx) => Promise<void>;
};

/** Watches over one answer. @param mayDo what the model may do there, as a sentence. */
export function createGuardrail(
  { logger }: Pick<ActivityDependencies, 'logger'>,
  { input, clock }: Question,
  mayDo: string,
): Guardrail {
  const { projectId, ownerId, messageId } = input;
  let denied = false;
  return {
    onDenied(name) {
      denied = true;
      const tool = name.slice(0, 60);
      logger.warn({ event: 'guardrail', projectId, messageId, tool }, 'a tool was denied');
    },
    async noteDenied(trx) {
      if (!denied) return;
      await note(trx, {
        projectId,
        ownerId,
        key: `guardrail:${messageId}`,
        now: clock(),
        actor: 'agent',
        what: 'I was kept from a step that I may not take',
        why: mayDo,
        outcome: 'Nothing was changed',
      });
    },
  };
}
