import type { Stage, WaitingFor } from './stage.ts';

/** Where a project stands, in one sentence for its owner. */
export function stageHeadline(stage: Stage, waitingFor: WaitingFor): string {
  switch (stage) {
    case 'onboarding':
      return 'I am getting to know your business.';
    case 'connecting':
      return waitingFor === 'person'
        ? 'Please connect your Facebook ad account.'
        : 'I am preparing the Facebook connection.';
    case 'planning':
      return waitingFor === 'person'
        ? 'I wait for a word from you before I draft a plan. The chat says what for.'
        : 'I am drafting a campaign for you.';
    case 'awaiting-approval':
      return 'A campaign plan waits for your decision.';
    case 'deploying':
      return waitingFor === 'facebook'
        ? 'Facebook is still busy with your ads; I go on by myself.'
        : 'I am building your campaign on Facebook.';
    case 'live':
      return waitingFor === 'person'
        ? 'I cannot reach your ad account. Please connect Facebook again.'
        : 'Your ads are switched on. I look at the numbers every four hours.';
    case 'paused':
      return 'All ads are paused. Nothing is being spent.';
    case 'failed':
      return 'Your campaign could not be built yet. The chat says why.';
    default:
      return stage;
  }
}
