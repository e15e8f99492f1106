import type { Migration } from 'kysely/migration';
import { accounts } from './0001-accounts.ts';
import { projects } from './0002-projects.ts';
import { campaigns } from './0003-campaigns.ts';
import { delivery } from './0004-delivery.ts';
import { launch } from './0005-launch.ts';
import { spendCap } from './0006-spend-cap.ts';
import { conversation } from './0007-conversation.ts';
import { campaignChange } from './0008-campaign-change.ts';

/** Every migration by name; names sort in the order they apply, and a released one is never edited. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-accounts': accounts,
  '0002-projects': projects,
  '0003-campaigns': campaigns,
  '0004-delivery': delivery,
  '0005-launch': launch,
  '0006-spend-cap': spendCap,
  '0007-conversation': conversation,
  '0008-campaign-change': campaignChange,
};
