import type {
  ActivityView,
  ApprovalView,
  ArtifactView,
  BriefView,
  CampaignView,
  ConnectionView,
  ConversationView,
  MessageView,
  NotificationView,
  ProjectSummaryView,
  ResultsView,
} from '../../domain/project/views.ts';
import type { QuestionView } from '../../domain/plan/question.ts';
import type { MoneyView } from '../../domain/approval/money-view.ts';
import type { Trx } from '../client.ts';
import { getActivity } from '../repositories/activity.ts';
import { getApproval, toApprovalView } from '../repositories/approvals.ts';
import { getArtifact } from '../repositories/artifacts.ts';
import { getBrief } from '../repositories/briefs.ts';
import { getCampaign } from '../repositories/campaigns.ts';
import { getConversation } from '../repositories/conversations.ts';
import type { EventRow } from '../repositories/events.ts';
import { getMessage } from '../repositories/messages.ts';
import { getNotification } from '../repositories/notifications.ts';
import { getProject, getProjectSummary } from '../repositories/projects.ts';
import { getQuestion } from '../repositories/questions.ts';
import { withQueued } from '../repositories/queued.ts';
import { resultsView, toCampaignView } from './campaign-view.ts';
import { moneyView } from './money-view.ts';
import { connectionView } from './connection-view.ts';

type Of<Type extends string, Data> = { type: Type; projectId: string; data: Data };

/** What `contract/events.ts` describes, built from the database. */
export type ChangeView =
  | Of<'project', ProjectSummaryView>
  | Of<'conversation', ConversationView>
  | Of<'message', MessageView>
  | Of<'brief', BriefView>
  | Of<'approval', ApprovalView>
  | Of<'connection', ConnectionView>
  | Of<'campaign', CampaignView>
  | Of<'results', ResultsView>
  | Of<'artifact', ArtifactView>
  | Of<'activity', ActivityView>
  | Of<'notification', NotificationView>
  | Of<'question', QuestionView>
  | Of<'money', MoneyView>;

/**
 * The present state of the thing an event names; null when it is gone. Reading it at sending time means that a replay
 * never shows an outdated card.
 */
export async function changeFor(
  trx: Trx,
  event: EventRow,
  { now, undoWindowMs }: { now: number; undoWindowMs: number },
): Promise<ChangeView | null> {
  const { projectId, refId } = event;
  const of = <Type extends string, Data>(type: Type, data: Data | null): Of<Type, Data> | null =>
    data === null ? null : { type, projectId, data };
  switch (event.type) {
    case 'project':
      return of('project', await getProjectSummary(trx, refId));
    case 'conversation':
      return of('conversation', await getConversation(trx, refId));
    case 'message':
      return of('message', await withQueued(trx, await getMessage(trx, refId)));
    case 'brief':
      return of('brief', await getBrief(trx, refId));
    case 'approval': {
      const approval = await getApproval(trx, refId);
      return of('approval', approval === null ? null : toApprovalView(approval, undoWindowMs));
    }
    case 'connection': {
      const project = await getProject(trx, projectId);
      return of('connection', project === null ? null : await connectionView(trx, project));
    }
    case 'campaign': {
      const campaign = await getCampaign(trx, refId);
      return of('campaign', campaign === null ? null : await toCampaignView(trx, campaign));
    }
    case 'results': {
      const timezone = (await getProject(trx, projectId))?.timezone ?? 'UTC';
      return of('results', await resultsView(trx, { campaignRecordId: refId, timezone, now }));
    }
    case 'artifact':
      return of('artifact', await getArtifact(trx, refId));
    case 'activity':
      return of('activity', await getActivity(trx, refId));
    case 'notification':
      return of('notification', await getNotification(trx, refId));
    case 'question':
      return of('question', await getQuestion(trx, refId));
    case 'money': {
      const project = await getProject(trx, projectId);
      return of('money', project === null ? null : await moneyView(trx, project, now));
    }
    default:
      return event.type satisfies never;
  }
}
