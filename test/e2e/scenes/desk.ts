import { join } from 'node:path';
import { expect } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { z } from 'zod';
import type { MessageDto } from '../../../contract/model.ts';
import type { AppStack } from '../../support/app-stack.ts';
import { createPerson } from '../../support/person.ts';
import type { Person } from '../../support/person.ts';

const meSchema = z.object({ user: z.object({ email: z.string() }) });

/** A person at a browser, with one tab open on their project. */
export type Desk = {
  readonly person: Person;
  readonly context: BrowserContext;
  readonly page: Page;
  /** One more tab of the same browser. */
  readonly openTab: () => Promise<Page>;
  /** Addresses asked for in all tabs so far, oldest first. */
  readonly asked: readonly string[];
};

type Screen = { readonly width: number; readonly height: number };

/** Opens a browser for a person of their own and their new project. */
export async function openDesk(
  stack: AppStack,
  browser: Browser,
  { project, screen = { width: 1440, height: 900 } }: { project?: string; screen?: Screen } = {},
): Promise<Desk> {
  const person = await createPerson(stack.url, project);
  const { body } = await person.call('GET', '/api/me');
  const { email } = meSchema.parse(body).user;
  const context = await browser.newContext({
    viewport: screen,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const asked: string[] = [];
  context.on('request', (request) => asked.push(request.url()));
  const signedIn = await context.request.post(`${stack.url}/api/auth/sign-in/email`, {
    data: { email, password: 'sourdough-and-butter-7' },
    headers: { origin: stack.url },
  });
  expect(signedIn.ok()).toBe(true);
  const openTab = async () => {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(`${stack.url}/projects/${person.projectId}`);
    await page.getByTestId('composer').waitFor();
    return page;
  };
  return { person, context, page: await openTab(), openTab, asked };
}

/** Writes and sends; does not wait for the answer. */
export async function write(page: Page, words: string): Promise<void> {
  await page.getByTestId('composer').fill(words);
  await page.keyboard.press('Enter');
}

/** What was answered to these words, once the answer has ended. */
export async function answerTo(person: Person, words: string): Promise<MessageDto> {
  return await person.until(`the answer to “${words}”`, ({ messages }) => {
    const question = messages.find(({ content, role }) => role === 'user' && content === words);
    return messages.find(
      ({ replyTo, status }) => replyTo === question?.id && status !== 'streaming',
    );
  });
}

/** The answer that is being written, in any tab. */
const running = (page: Page) =>
  page.locator('[data-testid=message][data-status=streaming] [data-testid=agent-text]');

/** Its address among the messages, once it has at least so many letters. */
export async function runningId(page: Page, letters = 1): Promise<string> {
  await expect
    .poll(async () => (await running(page).textContent())?.length ?? 0, { timeout: 15_000 })
    .toBeGreaterThan(letters);
  return (
    (await page.locator('[data-testid=message][data-status=streaming]').getAttribute('id')) ?? ''
  );
}

/** The words of one message as they stand on the screen, paragraph by paragraph. */
export async function wordsOf(page: Page, id: string): Promise<string> {
  return await page.evaluate<string>(
    `[...document.querySelectorAll('#${id} .prose > *')].map((one) => one.textContent).join('\\n\\n')`,
  );
}

/** Notes every moment at which what is shown of a message is not the beginning of `whole`. */
export async function watchLetters(page: Page, id: string, whole: string): Promise<void> {
  await page.evaluate(`(() => {
    window.astray = [];
    const look = () => {
      const shown = [...document.querySelectorAll('#${id} .prose > *')].map((one) => one.textContent).join('\\n\\n');
      if (!${JSON.stringify(whole)}.startsWith(shown)) window.astray.push(shown);
    };
    look();
    new MutationObserver(look).observe(document.querySelector('[data-testid=thread]'), {
      childList: true, subtree: true, characterData: true,
    });
  })()`);
}

export const lettersAstray = (page: Page) => page.evaluate<readonly string[]>('window.astray');

/** Puts an answer into the model's mouth, for the next question that holds `said`. */
export async function script(
  { claudeUrl }: AppStack,
  { said, text, times = 1 }: { said: string; text: string; times?: number },
): Promise<void> {
  await pullClaude(claudeUrl, 'answers', { text, times, match: { said } });
}

/** How long each piece of an answer takes, ms. */
export async function pace({ claudeUrl }: AppStack, tokenDelayMs: number): Promise<void> {
  await pullClaude(claudeUrl, 'pace', { tokenDelayMs, jitter: false, wordsPerPiece: 2 });
}

async function pullClaude(claudeUrl: string, lever: string, body: object): Promise<void> {
  const answer = await fetch(`${claudeUrl}/sandbox/admin/${lever}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`The sandbox refused ${lever}: ${await answer.text()}`);
}

/** A long answer in which every part can be told from every other. */
export function longText(about: string, paragraphs = 8): string {
  return Array.from({ length: paragraphs }, (_, number) =>
    Array.from({ length: 4 }, (_each, part) => `${about} has part ${number}.${part} here.`).join(
      ' ',
    ),
  ).join('\n\n');
}

export function shooter(page: Page, folder: string, width: number) {
  let shots = 0;
  return async (what: string): Promise<void> => {
    shots += 1;
    const file = `${width}-${String(shots).padStart(2, '0')}-${what}.png`;
    await page.screenshot({ path: join(folder, file) });
    const wider = await page.evaluate<number>(
      'document.documentElement.scrollWidth - window.innerWidth',
    );
    expect(wider, `${what} is wider than the screen`).toBeLessThanOrEqual(0);
  };
}
