import type { BriefDraft } from '../brief/brief.ts';
import { factNames } from '../brief/change.ts';
import { listWords } from '../plan/words.ts';
import type { ApprovalCardView } from '../project/views.ts';

/** What a change of the brief meets: nothing yet, a plan that is not approved, or a campaign that is built or runs. */
export type BriefChangeMeets = 'nothing' | 'plan' | 'campaign';

/** The card for a change of a brief that was confirmed. It costs nothing and is in force with the click. */
export function briefChangeCard(changes: BriefDraft, meets: BriefChangeMeets): ApprovalCardView {
  const what = listWords(factNames(changes), 'and');
  return {
    question: `Shall I change ${what} in your brief?`,
    rows: [
      {
        label: 'What happens',
        value: 'I write the new version of your brief. The one before is kept under Artifacts.',
      },
      { label: 'What it means for your ads', value: meaning(changes, meets) },
      {
        label: 'Most it can cost',
        value: 'Nothing. I ask again before I spend more or change an ad.',
      },
      { label: 'If you decline', value: 'The brief stays as it is.' },
    ],
    approveLabel: 'Yes, change my brief',
    reasoning: null,
    ads: [],
  };
}

function meaning(changes: BriefDraft, meets: BriefChangeMeets): string {
  switch (meets) {
    case 'nothing':
      return 'No ads run yet. The next plan is made from the new brief.';
    case 'plan':
      return 'I make a new version of the plan from it. The plan before can then no longer be approved.';
    case 'campaign':
      return meaningForCampaign(changes);
    default:
      return meets;
  }
}

/** The facts that stand in a running campaign and can be changed there. */
const IN_CAMPAIGN = ['monthlyBudget', 'location', 'websiteUrl'] as const;

function meaningForCampaign(changes: BriefDraft): string {
  if (IN_CAMPAIGN.some((fact) => changes[fact] !== undefined)) {
    return 'Your ads run on as you approved them. If they have to change, I show you how on a card of its own. Nothing changes before you approve that one.';
  }
  return changes.goal === undefined
    ? 'Your ads run on as you approved them. What I write from now on follows the new brief.'
    : 'Your ads run on with the goal you approved, because Facebook cannot change it later. The next campaign gets the new goal.';
}
