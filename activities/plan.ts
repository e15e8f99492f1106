import type { PlanProposal } from '../contract/claude/plan.ts';
import type { FoundAudience } from '../domain/plan/audience.ts';
import { dailyBudgetFrom } from '../domain/plan/budget.ts';
import { compilePlan } from '../domain/plan/compile.ts';
import { findingWords } from '../domain/plan/copy-check.ts';
import type { CopyFinding } from '../domain/plan/copy-check.ts';
import type {
  EditPlanInput,
  EditPlanResult,
  PlanQuestionResult,
  PreparePlanInput,
  PreparePlanResult,
} from '../domain/lifecycle/work.ts';
import type { SpecialAdCategory } from '../domain/plan/plan.ts';
import { categoryQuestion } from '../domain/plan/special-category.ts';
import { wantsForm } from '../domain/plan/recipe.ts';
import { accountMoment } from '../domain/monitoring/calendar.ts';
import { asOwner } from '../db/tenant.ts';
import type { ClaudeApi } from '../integrations/claude/claude-api.ts';
import { proposePlan } from '../integrations/claude/plan.ts';
import type { ProposedPlan } from '../integrations/claude/plan.ts';
import { paidBy } from '../integrations/claude/usage.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { runningClock } from './dependencies.ts';
import { say } from './feed.ts';
import { openMeta } from './meta-access.ts';
import { resolveAudiences } from './plan-audience.ts';
import { editPlan } from './plan-edit.ts';
import { gatherFacts } from './plan-facts.ts';
import type { PlanFacts } from './plan-facts.ts';
import { planFailure, withPlanErrors } from './plan-failure.ts';
import { loadPlanning } from './plan-load.ts';
import type { LoadedPlanning } from './plan-load.ts';
import { drawPictures } from './plan-pictures.ts';
import { photosFor } from './plan-photo.ts';
import { presentPlan } from './plan-present.ts';
import { ask, categoryToAsk, hasToAsk, privacyToAsk } from './plan-questions.ts';

export type PlanActivities = {
  preparePlan(input: PreparePlanInput): Promise<PreparePlanResult | PlanQuestionResult>;
  editPlan(input: EditPlanInput): Promise<EditPlanResult>;
};

export function createPlanActivities(deps: ActivityDependencies): PlanActivities {
  return {
    preparePlan: (input) => withPlanErrors(deps, input, () => preparePlan(deps, input)),
    editPlan: (input) => editPlan(deps, input),
  };
}

type Planning = Extract<LoadedPlanning, { kind: 'to-do' }>;

/**
 * Drafts a campaign from the confirmed brief and lays it before the person. The model gives words and wishes; amounts,
 * accounts, places and links come from the brief and from Meta. What only the person knows is asked first. A repeat
 * returns the plan that is there already.
 * @throws ApplicationFailure of type `plan.*`, `meta.*` or `claude.*`.
 */
async function preparePlan(
  deps: ActivityDependencies,
  input: PreparePlanInput,
): Promise<PreparePlanResult | PlanQuestionResult> {
  const clock = runningClock(deps, input.now);
  const loaded = await loadPlanning(deps, input);
  if (loaded.kind === 'there') return await withWaitingEdit(deps, input, loaded);
  const { brief, answers, adAccountId, pageId } = loaded;
  const suspected = categoryToAsk(brief, answers);
  if (suspected !== null) return await askCategory(deps, { ...input, now: clock() }, suspected);
  const access = await openMeta(deps, input.ownerId, clock);
  if (!access.ok) throw planFailure(access.code);
  const facts = await gatherFacts(access.api, { brief, adAccountId, pageId });
  const privacy = privacyToAsk(brief, facts.measuring, answers);
  if (privacy !== null) {
    const question = { kind: 'lead-form-privacy', suggested: null, words: privacy } as const;
    return await ask(deps, { ...input, now: clock() }, question);
  }
  const budget = dailyBudgetFrom(brief.monthlyBudget, {
    currency: facts.account.currency,
    minimumDailyMinor: facts.minimumDailyMinor,
  });
  if (!budget.ok) throw planFailure(budget.problem);
  const { dailyBudgetMinor } = budget;
  const { projectId, ownerId } = input;
  const claude = paidBy(deps.claude, { projectId, ownerId, clock });
  const { proposal, findings } = await propose(claude, loaded, { facts, dailyBudgetMinor });
  const suggested = proposal.specialAdCategory;
  if (suggested !== null && hasToAsk(suggested, answers)) {
    return await askCategory(deps, { ...input, now: clock() }, suggested);
  }
  if (findings.length > 0) await giveUpOnCopy(deps, { input, loaded, findings, now: clock() });
  const resolved = await resolveAudiences(access.api, proposal, brief);
  const draft = { proposal, ...resolved, facts, dailyBudgetMinor };
  return await compileAndPresent(deps, { input, loaded, draft, clock });
}

function askCategory(
  deps: ActivityDependencies,
  input: PreparePlanInput,
  suggested: SpecialAdCategory,
): Promise<PlanQuestionResult> {
  const words = categoryQuestion(suggested);
  return ask(deps, input, { kind: 'special-ad-category', suggested, words });
}

/** A lifecycle that lost its past finds here the change that was on its way when it did. */
async function withWaitingEdit(
  deps: ActivityDependencies,
  input: PreparePlanInput,
  { result, waitingEdit }: Extract<LoadedPlanning, { kind: 'there' }>,
): Promise<PreparePlanResult> {
  if (waitingEdit === null) return result;
  const { projectId, ownerId, now } = input;
  const { id: editId, approvalId } = waitingEdit;
  const edited = await editPlan(deps, { projectId, ownerId, approvalId, editId, now });
  return edited.kind === 'revised' ? edited.plan : result;
}

type Draft = {
  readonly proposal: PlanProposal;
  readonly found: readonly FoundAudience[];
  readonly unknownPlaces: readonly string[];
  readonly facts: PlanFacts;
  readonly dailyBudgetMinor: number;
};

async function compileAndPresent(
  deps: ActivityDependencies,
  work: { input: PreparePlanInput; loaded: Planning; draft: Draft; clock: () => number },
): Promise<PreparePlanResult> {
  const { input, loaded, draft, clock } = work;
  const { facts, proposal } = draft;
  const { brief, answers, ids, before } = loaded;
  const photos = await photosFor(deps, loaded.photo, brief);
  const pictures = await drawPictures(proposal, {
    businessName: brief.businessName ?? facts.page.name,
    brandColour: loaded.brandColour ?? proposal.brandColour,
    campaignRecordId: ids.campaignRecordId,
    photos,
  });
  const now = clock();
  const outcome = compilePlan({
    ...facts,
    ...draft,
    brief,
    images: pictures.images,
    today: accountMoment(now, facts.timezone).day,
    category: answers.category ?? null,
    privacyPolicyUrl: answers.privacyPolicyUrl ?? null,
    history: loaded.history,
  });
  if (!outcome.ok) throw planFailure(outcome.problem);
  return await asOwner(deps.db, input.ownerId, (trx) =>
    presentPlan(trx, {
      input,
      ids,
      plan: outcome.plan,
      pictures: pictures.drawn,
      minimumDailyMinor: facts.minimumDailyMinor,
      minimumSpendCapMinor: facts.minimumSpendCapMinor,
      warnings: [],
      unknownPlaces: draft.unknownPlaces,
      hasMadePhoto: photos.made !== null,
      before,
      changeReason: changeReason(loaded),
      words: before === null ? FIRST_WORDS : NEXT_WORDS,
      now,
    }),
  );
}

const FIRST_WORDS =
  'Here is the campaign I suggest. Nothing runs and nothing is spent before you approve it with the button.';
const NEXT_WORDS =
  'Here is a new version of the campaign; the card shows what is different. Nothing runs and nothing is spent before you approve it with the button.';

function propose(
  claude: ClaudeApi,
  { brief, feedback, earlierRefusals, answers, photo }: Planning,
  { facts, dailyBudgetMinor }: { facts: PlanFacts; dailyBudgetMinor: number },
): Promise<ProposedPlan> {
  return proposePlan(claude, {
    brief,
    pageName: facts.page.name,
    currency: facts.account.currency,
    dailyBudgetMinor,
    countryHint: null,
    feedback,
    earlierRefusals,
    category: answers.category ?? null,
    hasOwnPhoto: photo !== null,
    formWanted: (answers.privacyPolicyUrl ?? null) !== null && wantsForm(brief, facts.measuring),
  });
}

const LONGEST_REASON = 200;

/** One sentence on why there is a new version, in the person's own words where there are some. */
function changeReason({ before, feedback }: Planning): string | null {
  if (before === null) return null;
  if (before.approval.status === 'PENDING' && before.approval.changing)
    return 'You changed your brief.';
  const said = (before.approval.reason ?? feedback ?? '').replace(/\s+/g, ' ').trim();
  if (said === '') return 'You asked for another plan.';
  const short = said.length > LONGEST_REASON ? `${said.slice(0, LONGEST_REASON - 1)}…` : said;
  return `You said: “${short}”`;
}

/** The words stay in the chat; what Temporal gets to see is a code. */
async function giveUpOnCopy(
  deps: ActivityDependencies,
  {
    input,
    loaded,
    findings,
    now,
  }: {
    input: PreparePlanInput;
    loaded: Planning;
    findings: readonly CopyFinding[];
    now: number;
  },
): Promise<never> {
  const { projectId, ownerId } = input;
  const lines = [...new Set(findings.map(findingWords))].join(' ');
  const content = `I wrote the ads twice, and Facebook would most likely refuse them still. ${lines} I did not put this before you as a plan.`;
  await asOwner(deps.db, ownerId, (trx) =>
    say(trx, {
      projectId,
      ownerId,
      now,
      key: `copy:${loaded.ids.approvalId}`,
      type: 'AGENT_ACTION',
      content,
      metadata: { kind: 'error', code: 'plan.copy_refused' },
    }),
  );
  throw planFailure('plan.copy_refused');
}
