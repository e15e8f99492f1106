import type { ConnectionState } from './connection.ts';
import { missingFormScopes, SCOPE_PURPOSE } from './scopes.ts';

/** What the card says above its button, by how things stand; nothing was changed in any of these cases. */
export function askWords(connection: {
  readonly state: ConnectionState | null;
  readonly scopes: readonly string[];
  readonly needsForms: boolean;
}): { readonly content: string; readonly title: string; readonly body: string } {
  const { state, scopes, needsForms } = connection;
  if (state === 'CONNECTED' || state === 'NEEDS_SELECTION') {
    const missing = missingFormScopes(scopes, needsForms);
    if (missing.length > 0) {
      const purposes = missing.map((scope) => SCOPE_PURPOSE[scope]).join(' and ');
      return {
        content: `Facebook is connected, but for this campaign I need a little more: permission ${purposes}. Please connect once more and leave everything ticked. I change nothing there before you approve it.`,
        title: 'Please connect Facebook once more',
        body: 'This campaign needs another permission.',
      };
    }
    return {
      content:
        'Facebook is connected. Now I need to know which ad account and Page this project shall use. I change nothing there before you approve it.',
      title: 'Please choose an ad account',
      body: 'I need your ad account and your Page to draft a campaign.',
    };
  }
  if (state === 'EXPIRED' || state === 'REVOKED') {
    return {
      content:
        'To draft a campaign I need your Facebook ad account and your Page, and the connection I had has ended. Please connect Facebook again. I change nothing there before you approve it.',
      title: 'Please connect Facebook again',
      body: 'The connection has ended, and I need it to draft a campaign.',
    };
  }
  return {
    content:
      'Now I need your Facebook ad account and your Page, so that I can draft a campaign for them. I change nothing there before you approve it.',
    title: 'Please connect Facebook',
    body: 'I need your ad account and your Page to draft a campaign.',
  };
}
