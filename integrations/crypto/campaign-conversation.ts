import { derivedId } from './hash.ts';

/** The one conversation about a project's campaigns; the same id however often it is opened. */
export function campaignConversation(projectId: string): { id: string; title: string } {
  return { id: derivedId('campaign-conversation', projectId), title: 'Your campaign' };
}
