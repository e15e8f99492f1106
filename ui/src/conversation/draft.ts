const draftKey = (conversationId: string): string => `aigency.draft.${conversationId}`;

export function readDraft(conversationId: string): string {
  return localStorage.getItem(draftKey(conversationId)) ?? '';
}

export function keepDraft(conversationId: string, text: string): void {
  if (text === '') localStorage.removeItem(draftKey(conversationId));
  else localStorage.setItem(draftKey(conversationId), text);
}

/** The server has this text; what was written since stays. */
export function clearDraft(conversationId: string, sent: string): void {
  if (readDraft(conversationId).trim() === sent) localStorage.removeItem(draftKey(conversationId));
}
