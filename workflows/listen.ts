import type { UpdateDefinition } from '@temporalio/common';
import { log, setHandler } from '@temporalio/workflow';
import { statusOf } from '../domain/lifecycle/status.ts';
import type { InboxItem, InboxKind } from '../domain/lifecycle/work.ts';
import { checkItem, readDecision, reasonOf } from './inbox-rules.ts';
import * as messages from './messages.ts';
import type { InboxReceipt } from './messages.ts';
import type { Project } from './project.ts';

/** Registers every handler. Called before the first await: later ones would turn early updates away. */
export function listen(project: Project): void {
  takeItems(project, messages.submitMessage, 'message', 'A message of the person');
  takeItems(project, messages.decideApproval, 'decision', 'A decision of the person');
  takeItems(project, messages.reviseApproval, 'approval-revised', 'A card that changed');
  takeItems(project, messages.facebookConnected, 'connected', 'Facebook is connected');
  takeItems(project, messages.changePolicy, 'policy', 'Pause or resume, asked by the person');
  takeItems(project, messages.retryDeployment, 'retry-deployment', 'Another try to build');
  takeItems(project, messages.undoApproval, 'undo-approval', 'A decision taken back in time');
  takeItems(project, messages.editPlan, 'plan-edited', 'The plan was changed on its card');
  takeItems(project, messages.answerQuestion, 'question-answered', 'A question was answered');
  takeItems(project, messages.removeCampaign, 'remove-campaign', 'Remove what a launch has made');
  takeItems(project, messages.facebookLost, 'connection-lost', 'Facebook was taken away');
  takeSignals(project);
  setHandler(messages.getStatus, () => statusOf(project.state()), {
    description: 'Where the project stands, what it waits for and what is due next',
  });
}

function takeItems<Item extends InboxItem>(
  project: Project,
  update: UpdateDefinition<InboxReceipt, [Item]>,
  kind: InboxKind,
  description: string,
): void {
  setHandler(
    update,
    (item: Item): InboxReceipt => {
      project.happen({ kind: 'delivered', item });
      return { lastSeq: project.state().lastSeq };
    },
    {
      description,
      validator: (item: Item) => checkItem(item, kind, project.state().lastSeq),
    },
  );
}

function takeSignals(project: Project): void {
  setHandler(
    messages.approvalDecision,
    (given) => {
      const decision = readDecision(given);
      if (!decision) {
        log.warn('An approvalDecision signal was not understood and changed nothing');
        return;
      }
      const { approvalId, verdict, contentHash } = decision;
      const reason = reasonOf(decision);
      project.happen({
        kind: 'operator-decided',
        decision: { approvalId, verdict, contentHash, by: 'operator', reason },
      });
    },
    { description: 'Decide an approval: {approvalId, verdict, contentHash, who, why}' },
  );
  setHandler(messages.checkNow, () => project.happen({ kind: 'check-asked' }), {
    description: 'Look at the numbers now',
  });
  setHandler(messages.pauseAll, () => project.happen({ kind: 'all-paused' }), {
    description: 'Pause the ads until an operator resumes them',
  });
  setHandler(messages.resume, () => project.happen({ kind: 'all-resumed' }), {
    description: "Lift the operator's pause",
  });
  setHandler(messages.rollover, () => project.askToHandOver(), {
    description: 'Go on in a new run as soon as nothing is at work',
  });
}
