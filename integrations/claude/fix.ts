import { fixProposalSchema, type FixProposal } from '../../contract/claude/plan.ts';
import type { Brief } from '../../domain/brief/brief.ts';
import { checkCopy, findingWords, type CopyFinding } from '../../domain/plan/copy-check.ts';
import type { PlannedAd } from '../../domain/plan/plan.ts';
import type { ClaudeApi } from './claude-api.ts';
import { dataBlock } from './data-block.ts';
import { FIX_PROMPT } from './prompts/fix.ts';

export type FixRequest = {
  readonly ad: PlannedAd;
  /** Facebook's own words; null when it gave none. */
  readonly reason: string | null;
  readonly brief: Brief;
  readonly pageName: string;
};

export type ProposedFix = {
  readonly proposal: FixProposal;
  /** Lines that Facebook is likely to refuse again, after the model was told of them once. */
  readonly findings: readonly CopyFinding[];
};

/**
 * Asks for another ad in the place of a refused one. Words that Facebook would refuse again go back once.
 * @throws ClaudeError.
 */
export async function proposeAdFix(claude: ClaudeApi, request: FixRequest): Promise<ProposedFix> {
  const first = await ask(claude, request, null);
  const found = findingsIn(first, request);
  if (found.length === 0) return { proposal: first, findings: found };
  const second = await ask(claude, request, {
    answerBefore: first,
    refusedLines: found.map(findingWords),
  });
  return { proposal: second, findings: findingsIn(second, request) };
}

async function ask(
  claude: ClaudeApi,
  { ad, reason, brief, pageName }: FixRequest,
  correction: { answerBefore: FixProposal; refusedLines: readonly string[] } | null,
): Promise<FixProposal> {
  const { monthlyBudget: _stated, ...said } = brief;
  const { primaryText, headline, description } = ad;
  const refused = { primaryText, headline, description };
  const result = await claude.structured({
    purpose: 'plan',
    system: FIX_PROMPT,
    input: dataBlock('refused', { ...said, pageName, ad: refused, reason, correction }),
    schema: fixProposalSchema,
    check: (proposal) => (isSame(proposal, ad) ? 'This is the refused ad; change it.' : null),
  });
  return result.value;
}

function isSame(proposal: FixProposal, ad: PlannedAd): boolean {
  return (
    proposal.primaryText === ad.primaryText &&
    proposal.headline === ad.headline &&
    proposal.description === ad.description &&
    !proposal.changesPicture
  );
}

function findingsIn(proposal: FixProposal, { brief }: FixRequest): readonly CopyFinding[] {
  const onPicture = proposal.changesPicture
    ? checkCopy({ ...proposal, primaryText: proposal.pictureText }, brief.websiteUrl).filter(
        ({ part }) => part === 'primaryText',
      )
    : [];
  return [...checkCopy(proposal, brief.websiteUrl), ...onPicture];
}
