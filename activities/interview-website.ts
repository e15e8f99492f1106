import { BRIEF_FACTS } from '../domain/brief/brief.ts';
import type { BriefDraft, BriefSources } from '../domain/brief/brief.ts';
import { sourcesOf } from '../domain/brief/draft.ts';
import { factsFromWebsite, foundBefore } from '../domain/brief/website.ts';
import type { WebsiteFact } from '../domain/brief/website.ts';
import type { WebsitePageRow } from '../db/repositories/website-pages.ts';
import type { WebsiteLook } from '../integrations/claude/onboarding.ts';
import { websiteIn } from '../integrations/claude/website-url.ts';
import type { Question } from './conversation.ts';
import type { ActivityDependencies } from './dependencies.ts';
import type { Answer } from './stream-answer.ts';
import { isSameSite, pageWords, readWebsite } from './website.ts';

/** A brief as far as it is known, with where each fact came from. */
export type Known = { readonly draft: BriefDraft; readonly sources: BriefSources };

/** What a message taught; `cleared` facts were another website's and hold no longer. */
export type Learnt = {
  readonly changes: BriefDraft;
  readonly sources: BriefSources;
  readonly cleared: readonly WebsiteFact[];
};

type Reading = { readonly answer: Answer; readonly draft: BriefDraft };

/** The website to speak of in this answer: one that the message names, else the one that is known. */
export async function pageBefore(
  deps: ActivityDependencies,
  question: Question,
  { answer, draft }: Reading,
): Promise<WebsitePageRow | null> {
  const words = question.history.findLast(({ role }) => role === 'user')?.content ?? '';
  const named = websiteIn(words);
  const address = named ?? draft.websiteUrl ?? null;
  if (address === null) return null;
  return await readWebsite(deps, question, { answer, address, isNamed: named !== null });
}

/** The page of the address that is the person's own once the message was understood. */
export async function pageAfter(
  deps: ActivityDependencies,
  question: Question,
  { answer, draft, page }: Reading & { readonly page: WebsitePageRow | null },
): Promise<WebsitePageRow | null> {
  const address = draft.websiteUrl ?? null;
  if (address === null) return null;
  if (page !== null && isSameSite(page.url, address)) return page;
  return await readWebsite(deps, question, { answer, address, isNamed: false });
}

/** The brief as this answer may speak of it: with what the page adds, without what another page said before. */
export function knownWith(page: WebsitePageRow | null, known: Known): Known {
  const { draft, sources } = hasMoved(known.draft, page?.url) ? withoutFound(known) : known;
  if (page === null) return { draft, sources };
  const added = factsFromWebsite(page.found, draft, sources);
  return {
    draft: { ...draft, ...added },
    sources: { ...sources, ...sourcesOf(added, 'website') },
  };
}

export function lookOf(page: WebsitePageRow, sources: BriefSources): WebsiteLook {
  return {
    address: page.url,
    state: page.state === 'READ' ? 'read' : 'could not be opened',
    words: pageWords(page),
    fromWebsite: BRIEF_FACTS.filter((fact) => sources[fact] === 'website'),
  };
}

/** What the person said, and beside it what only their website says. */
export function learntFrom(
  known: Known,
  turn: { readonly changes: BriefDraft; readonly sources: BriefSources },
  page: WebsitePageRow | null,
): Learnt {
  const isMoved = hasMoved(known.draft, turn.changes.websiteUrl);
  const { draft, sources } = isMoved ? withoutFound(known) : known;
  const news =
    page === null
      ? {}
      : factsFromWebsite(
          page.found,
          { ...draft, ...turn.changes },
          { ...sources, ...turn.sources },
        );
  const changes = { ...turn.changes, ...news };
  return {
    changes,
    sources: { ...turn.sources, ...sourcesOf(news, 'website') },
    cleared: isMoved
      ? foundBefore(known.sources).filter((fact) => changes[fact] === undefined)
      : [],
  };
}

/** Whether the address is another one than the brief has; `null` says that there is none after all. */
function hasMoved({ websiteUrl }: BriefDraft, address: string | null | undefined): boolean {
  if (address === undefined || websiteUrl === undefined || websiteUrl === null) return false;
  return address === null || !isSameSite(address, websiteUrl);
}

function withoutFound({ draft, sources }: Known): Known {
  const gone: ReadonlySet<string> = new Set(foundBefore(sources));
  const stays = ([fact]: readonly [string, unknown]): boolean => !gone.has(fact);
  const keptDraft: BriefDraft = Object.fromEntries(Object.entries(draft).filter(stays));
  const keptSources: BriefSources = Object.fromEntries(Object.entries(sources).filter(stays));
  return { draft: keptDraft, sources: keptSources };
}
