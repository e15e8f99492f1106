import { websiteFactsSchema } from '../../contract/claude/website.ts';
import type { WebsiteFacts } from '../../contract/claude/website.ts';
import { isGrounded } from '../../domain/brief/grounding.ts';
import { WEBSITE_FACTS } from '../../domain/brief/website.ts';
import type { WebsiteFact, WebsiteFound } from '../../domain/brief/website.ts';
import type { ClaudeApi } from './claude-api.ts';
import { dataBlock } from './data-block.ts';
import { isPlainText } from './plain-text.ts';
import { WEBSITE_PROMPT } from './prompts/website.ts';

/** The words of a page, as they were read from the web. */
export type PageWords = {
  readonly url: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly text: string;
};

/** The beginning of a page says what it is about; more of it costs more than it tells. */
const MOST_LETTERS = 8_000;

/**
 * What a page says about the business. The call has no tools, its answer holds nothing but a few short facts, and a
 * fact whose words do not stand on the page is left out.
 * @throws ClaudeError, or the signal's reason when aborted.
 */
export async function extractWebsiteFacts(
  claude: ClaudeApi,
  page: PageWords,
  signal?: AbortSignal,
): Promise<WebsiteFound> {
  const { url, title, description } = page;
  const { value } = await claude.structured({
    purpose: 'website',
    system: WEBSITE_PROMPT,
    input: dataBlock('page_from_the_web', {
      address: url,
      title,
      description,
      text: page.text.slice(0, MOST_LETTERS),
    }),
    schema: websiteFactsSchema,
    signal,
  });
  return checkedFacts(value, page);
}

/** The facts that stand on the page and read like facts. */
export function checkedFacts(facts: WebsiteFacts, page: PageWords): WebsiteFound {
  const texts = wordsOfPage(page);
  const kept = WEBSITE_FACTS.flatMap((fact) => {
    const value = facts[fact]?.replace(/\s+/g, ' ').trim() ?? '';
    return isPlainFact(fact, value) && isGrounded(value, texts, groundingOf(fact))
      ? [[fact, value] as const]
      : [];
  });
  return Object.fromEntries(kept);
}

/** Everything of a page that a fact may have been taken from. */
export function wordsOfPage(page: PageWords): readonly string[] {
  return [page.title ?? '', page.description ?? '', page.text, hostOf(page.url)];
}

/** A name is only right as it is written. */
export function groundingOf(fact: WebsiteFact): 'word for word' | 'loosely' {
  return fact === 'businessName' ? 'word for word' : 'loosely';
}

const LONGEST: Readonly<Record<WebsiteFact, number>> = {
  businessName: 80,
  businessDescription: 300,
  product: 200,
  targetAudience: 200,
  location: 120,
  uniqueSellingPoint: 200,
};
function isPlainFact(fact: WebsiteFact, value: string): boolean {
  return value !== '' && value.length <= LONGEST[fact] && isPlainText(value);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
