import type { Goal } from '../brief/brief.ts';
import { REQUIRED_SCOPES } from './connection.ts';

/** Asked for besides when enquiries are collected in a form on Facebook itself. */
export const FORM_SCOPES = ['pages_manage_ads', 'leads_retrieval'] as const;

export type NeededScope = (typeof REQUIRED_SCOPES)[number] | (typeof FORM_SCOPES)[number];

/** What each permission is for, to complete "I need this ...". */
export const SCOPE_PURPOSE: Readonly<Record<NeededScope, string>> = {
  ads_management: 'to make and change the ads you approve',
  ads_read: 'to read how your ads are doing',
  business_management: 'to see the ad accounts that belong to your business',
  pages_show_list: 'to see which Pages you have',
  pages_read_engagement: 'to show your ads under your Page’s name',
  pages_manage_ads: 'to put an enquiry form on your Page',
  leads_retrieval: 'to fetch the enquiries people send you',
};

type Aim = { readonly goal: Goal | null; readonly websiteUrl: string | null };

/** Without a website enquiries can be collected in a form on Facebook only. */
export function usesForms(brief: Aim | null): boolean {
  return brief?.goal === 'LEADS' && brief.websiteUrl === null;
}

/** With a website that does not measure enquiries a form may still be the better way. */
export function mayUseForms(brief: Aim | null): boolean {
  return brief?.goal === 'LEADS';
}

export function neededScopes(forms: boolean): readonly NeededScope[] {
  return forms ? [...REQUIRED_SCOPES, ...FORM_SCOPES] : REQUIRED_SCOPES;
}

/** The permissions still missing, in the order they are asked for. */
export function missingScopes(granted: readonly string[], forms = false): readonly NeededScope[] {
  return neededScopes(forms).filter((scope) => !granted.includes(scope));
}

/** What a connection that is enough for other projects lacks for this one. */
export function missingFormScopes(
  granted: readonly string[],
  forms: boolean,
): readonly NeededScope[] {
  return forms ? FORM_SCOPES.filter((scope) => !granted.includes(scope)) : [];
}
