export { campaignLifecycle } from './campaign-lifecycle.ts';
