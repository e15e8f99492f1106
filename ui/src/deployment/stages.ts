import type { CampaignDto } from '../../../contract/launch.ts';

type Step = CampaignDto['steps'][number];

export type StageState = Step['state'] | 'needs-you';

/** A stage of the launch as people think of it; made of one or more operations at Facebook. */
export type LaunchStage = {
  readonly id: string;
  readonly label: string;
  readonly state: StageState;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly done: number;
  readonly total: number;
  /** What is being done within it at this moment, when that says more than the label. */
  readonly detail: string | null;
};

const BUILDING: readonly {
  readonly id: string;
  readonly label: string;
  readonly kinds: readonly Step['kind'][];
}[] = [
  { id: 'account', label: 'Check your ad account', kinds: ['preflight'] },
  { id: 'campaign', label: 'Campaign', kinds: ['create-campaign'] },
  { id: 'audience', label: 'Audience', kinds: ['create-ad-set'] },
  { id: 'pictures', label: 'Pictures', kinds: ['upload-image'] },
  { id: 'form', label: 'Form', kinds: ['create-lead-form'] },
  { id: 'ads', label: 'Ads', kinds: ['create-creative', 'create-ad'] },
  { id: 'compare', label: 'Compare with what you approved', kinds: ['verify'] },
  {
    id: 'switch-on',
    label: 'Switch on',
    kinds: ['activate-ad', 'activate-ad-set', 'activate-campaign'],
  },
];

/** The launch in order, from the first look at the account to the first ad that people see. */
export function launchStages(campaign: CampaignDto): readonly LaunchStage[] {
  const building = BUILDING.flatMap(({ id, label, kinds }) => {
    const steps = campaign.steps.filter(({ kind }) => kinds.includes(kind));
    return steps.length === 0 ? [] : [stageOf(id, label, steps)];
  });
  if (building.length === 0) return [];
  return markStop([...building, ...afterBuilding(campaign)], campaign);
}

function stageOf(id: string, label: string, steps: readonly Step[]): LaunchStage {
  // An ad is made of its look and itself; people count ads.
  const counted = id === 'ads' ? steps.filter(({ kind }) => kind === 'create-ad') : steps;
  const current = steps.find(({ state }) => state !== 'done' && state !== 'waiting');
  const starts = steps.flatMap(({ startedAt }) => (startedAt === null ? [] : [startedAt]));
  const ends = steps.flatMap(({ finishedAt }) => (finishedAt === null ? [] : [finishedAt]));
  const isDone = steps.every(({ state }) => state === 'done');
  const hasBegun = steps.some(({ state }) => state === 'done');
  const state: StageState = isDone
    ? 'done'
    : (current?.state ?? (hasBegun ? 'running' : 'waiting'));
  return {
    id,
    label: id === 'audience' && steps.length > 1 ? 'Audiences' : label,
    state,
    startedAt: starts.length === 0 ? null : Math.min(...starts),
    finishedAt: isDone && ends.length > 0 ? Math.max(...ends) : null,
    done: counted.filter((step) => step.state === 'done').length,
    total: id === 'switch-on' ? 1 : counted.length,
    detail: steps.length > 1 ? (current?.label ?? null) : null,
  };
}

/** What Facebook does with the finished ads. Campaigns of before know nothing of reviews. */
function afterBuilding({ adReviews, liveSince }: CampaignDto): LaunchStage[] {
  const passed = adReviews.filter(({ state }) => state === 'approved').length;
  const refused = adReviews.some(({ state }) => state === 'refused');
  const empty = { startedAt: null, finishedAt: null, done: 0, total: 1, detail: null };
  const isReviewed = adReviews.length > 0 && passed === adReviews.length;
  const review: LaunchStage = {
    ...empty,
    id: 'review',
    label: 'Facebook’s review',
    state: reviewState({ isOn: liveSince !== null, isReviewed, refused }),
    startedAt: isReviewed || refused ? null : liveSince,
    done: passed,
    total: Math.max(1, adReviews.length),
  };
  const isLive = liveSince !== null && (passed > 0 || adReviews.length === 0);
  const live: LaunchStage = {
    ...empty,
    id: 'live',
    label: 'Live',
    state: isLive ? 'done' : 'waiting',
  };
  return liveSince !== null && adReviews.length === 0 ? [live] : [review, live];
}

function reviewState(facts: { isOn: boolean; isReviewed: boolean; refused: boolean }): StageState {
  if (facts.refused) return 'needs-you';
  if (facts.isReviewed) return 'done';
  return facts.isOn ? 'running' : 'waiting';
}

/** A launch that stopped, or waits for the person, shows it at the stage it has come to. */
function markStop(
  stages: readonly LaunchStage[],
  { status, waiting }: Pick<CampaignDto, 'status' | 'waiting'>,
): readonly LaunchStage[] {
  const state: StageState | null =
    status === 'FAILED' ? 'failed' : waiting?.reason === 'connection' ? 'needs-you' : null;
  if (state === null || stages.some((stage) => stage.state === state)) return stages;
  const at = stages.findIndex((stage) => stage.state !== 'done');
  return stages.map((stage, index) => (index === at ? { ...stage, state } : stage));
}

/** How far a stopped launch has come, in words: what exists, and what does not. */
export function remains({ steps }: Pick<CampaignDto, 'steps'>): {
  readonly made: readonly string[];
  readonly missing: readonly string[];
} {
  const made: string[] = [];
  const missing: string[] = [];
  for (const { kind, one, many } of PARTS) {
    const all = steps.filter((step) => step.kind === kind);
    const done = all.filter(({ state }) => state === 'done').length;
    if (done > 0) made.push(numbered(done, one, many));
    if (all.length > done) missing.push(numbered(all.length - done, one, many));
  }
  return { made, missing };
}

const PARTS: readonly { kind: Step['kind']; one: string; many: string }[] = [
  { kind: 'create-campaign', one: 'the campaign', many: 'campaigns' },
  { kind: 'create-ad-set', one: 'the audience', many: 'audiences' },
  { kind: 'upload-image', one: 'one picture', many: 'pictures' },
  { kind: 'create-lead-form', one: 'the form', many: 'forms' },
  { kind: 'create-ad', one: 'one ad', many: 'ads' },
];

const numbered = (count: number, one: string, many: string): string =>
  count === 1 ? one : `${count} ${many}`;

/** "the campaign, 2 pictures and one ad". */
export function listed(parts: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(parts);
}
