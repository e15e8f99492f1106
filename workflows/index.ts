export { campaignLifecycle as CampaignLifecycle } from './campaign-lifecycle.ts';
