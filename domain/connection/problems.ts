import type { ConnectionState } from './connection.ts';
import { REQUIRED_SCOPES } from './connection.ts';

const SCOPE_PURPOSE: Readonly<Record<(typeof REQUIRED_SCOPES)[number], string>> = {
  ads_management: 'to make and change the ads you approve',
  ads_read: 'to read how your ads are doing',
  business_management: 'to see the ad accounts that belong to your business',
  pages_show_list: 'to see which Pages you have',
  pages_read_engagement: 'to show your ads under your Page’s name',
};

/** The permissions still missing. */
export function missingScopes(
  granted: readonly string[],
): readonly (typeof REQUIRED_SCOPES)[number][] {
  return REQUIRED_SCOPES.filter((scope) => !granted.includes(scope));
}

/** What stands in the way of a connection, in words with a way out; null when nothing does. */
export function connectionProblem(
  state: ConnectionState,
  connection: {
    readonly scopes: readonly string[];
    readonly adAccounts: readonly unknown[];
    readonly pages: readonly { readonly canAdvertise: boolean }[];
  },
): { code: string; message: string } | null {
  switch (state) {
    case 'CONNECTED':
      return null;
    case 'NEEDS_SELECTION':
      return selectionProblem(connection);
    case 'DENIED':
      return {
        code: 'connection.denied',
        message:
          'You chose not to connect on Facebook. Nothing was shared. You can try again whenever you like.',
      };
    case 'MISSING_PERMISSION': {
      const purposes = missingScopes(connection.scopes).map((scope) => SCOPE_PURPOSE[scope]);
      return {
        code: 'connection.missing_permission',
        message: `One or more permissions were unticked. I need them ${purposes.join(', and ')}. Please connect again and leave them ticked.`,
      };
    }
    case 'EXPIRED':
      return {
        code: 'connection.expired',
        message:
          'Your Facebook connection has run out. Your ads were not changed. Please connect again.',
      };
    case 'REVOKED':
      return {
        code: 'connection.revoked',
        message:
          'Facebook no longer lets me in, often because of a new password or a removed app. Your ads were not changed. Please connect again.',
      };
    default:
      return state satisfies never;
  }
}

function selectionProblem(connection: {
  readonly adAccounts: readonly unknown[];
  readonly pages: readonly { readonly canAdvertise: boolean }[];
}): { code: string; message: string } | null {
  if (connection.adAccounts.length === 0) {
    return {
      code: 'connection.no_ad_account',
      message:
        'Facebook shows me no ad account of yours. Please create one in Meta Business Suite, then connect again. Nothing was changed.',
    };
  }
  if (!connection.pages.some((page) => page.canAdvertise)) {
    return {
      code: 'connection.no_page',
      message:
        'Facebook shows me no Page you may advertise for. Please create a Page, or ask its owner to let you advertise, then connect again. Nothing was changed.',
    };
  }
  return null;
}
