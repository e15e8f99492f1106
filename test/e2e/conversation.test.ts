import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { ROOT } from '../../scripts/services/build.ts';
import { startAppStack } from '../support/app-stack.ts';
import type { AppStack } from '../support/app-stack.ts';
import { launchBrowser } from '../support/browser.ts';
import { BAKERY } from '../support/person.ts';
import { HOSTILE_TEXT } from './scenes/conversations.ts';
import {
  answerTo,
  lettersAstray,
  longText,
  openDesk,
  pace,
  runningId,
  script,
  shooter,
  watchLetters,
  wordsOf,
  write,
} from './scenes/desk.ts';
import { ONBOARDINGS } from './scenes/onboardings.ts';

const RESULTS = join(ROOT, 'test-results/conversation');

let stack: AppStack;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(RESULTS, { recursive: true });
  stack = await startAppStack({
    postgresUrl: inject('postgresUrl'),
    temporalAddress: inject('temporalAddress'),
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});
beforeEach(async () => await pace(stack, 0));

describe('an onboarding', () => {
  test.each(ONBOARDINGS)(
    'in $language is answered in it, ends with the brief, and can be read and searched later',
    async ({ project, lines, answers, word, width }) => {
      const screen = { width, height: width === 390 ? 844 : 900 };
      const { page, person, context } = await openDesk(stack, browser, { project, screen });
      const shot = shooter(page, RESULTS, width);
      for (const line of lines) {
        await write(page, line);
        expect((await answerTo(person, line)).content).toMatch(answers);
      }
      await page.getByTestId('approve-brief').waitFor();
      await page.getByTestId('approve-brief').scrollIntoViewIfNeeded();
      await shot('brief');
      await page.getByRole('button', { name: "Looks good, let's launch" }).click();
      await page.getByTestId('connect-facebook').waitFor();
      await page.getByText(lines[0] ?? '', { exact: true }).scrollIntoViewIfNeeded();
      await shot('interview');
      if (width < 1024) await page.getByTestId('open-menu').click();
      await page.getByTestId('search').filter({ visible: true }).fill(word);
      await page.getByTestId('search-hits').getByText(word).first().waitFor();
      await shot('search');
      await context.close();
    },
  );
});

describe('a running answer', () => {
  test('goes on in the same bubble after a reload, without losing or doubling a letter', async () => {
    const { page, person, context } = await openDesk(stack, browser);
    const whole = longText('The reloaded answer');
    await script(stack, { said: 'Tell me one', text: whole });
    await pace(stack, 15);
    await write(page, 'Tell me one');
    const id = await runningId(page, 200);
    const before = await wordsOf(page, id);
    await page.reload();
    expect(await runningId(page, before.length)).toBe(id);
    await watchLetters(page, id, whole);
    const answer = await answerTo(person, 'Tell me one');
    expect(`message-${answer.id}`).toBe(id);
    expect(answer.content).toBe(whole);
    await page.locator(`#${id}[data-status=complete]`).waitFor();
    expect(await wordsOf(page, id)).toBe(whole);
    expect(await lettersAstray(page)).toEqual([]);
    await context.close();
  });

  test('is seen in a second tab over the one connection, which moves there when the first is closed', async () => {
    const { page, openTab, person, context, asked } = await openDesk(stack, browser);
    const connections = () => asked.filter((url) => url.includes('/api/events')).length;
    const whole = longText('The shared answer', 12);
    await script(stack, { said: 'Tell me two', text: whole });
    await pace(stack, 20);
    await write(page, 'Tell me two');
    const id = await runningId(page, 100);
    const second = await openTab();
    expect(await runningId(second, 100)).toBe(id);
    await watchLetters(second, id, whole);
    expect(connections()).toBe(1);
    await page.close();
    const letters = (await wordsOf(second, id)).length;
    await runningId(second, letters + 20);
    expect(connections()).toBe(2);
    await answerTo(person, 'Tell me two');
    await second.locator(`#${id}[data-status=complete]`).waitFor();
    expect(await wordsOf(second, id)).toBe(whole);
    expect(await lettersAstray(second)).toEqual([]);
    await context.close();
  });
});

describe('a stop', () => {
  test('keeps the words so far, from the button, from Escape and from another tab, and can be gone back on', async () => {
    const { page, openTab, person, context } = await openDesk(stack, browser);
    const shot = shooter(page, RESULTS, 1440);
    const whole = longText('The long answer', 20);
    await script(stack, { said: 'Tell me three', text: whole, times: 2 });
    await pace(stack, 20);
    await write(page, 'Tell me three');
    const id = await runningId(page, 60);
    await page.getByTestId('stop').click();
    const stopped = page.locator(`#${id}[data-status=stopped]`);
    await stopped.getByText('Stopped by you').waitFor();
    const partial = (await answerTo(person, 'Tell me three')).content;
    expect(partial.length).toBeGreaterThan(50);
    expect(whole.startsWith(partial)).toBe(true);
    expect(await wordsOf(page, id)).toBe(partial);
    await shot('stopped');

    await script(stack, { said: 'broke off', text: 'This is the rest of it.' });
    await stopped.getByTestId('answer-continue').click();
    await page.getByTestId('thread').getByText('This is the rest of it.').waitFor();

    await script(stack, { said: 'Tell me four', text: whole, times: 2 });
    await write(page, 'Tell me four');
    const other = await runningId(page, 60);
    const second = await openTab();
    await runningId(second, 60);
    await second.getByTestId('stop').click();
    await page.locator(`#${other}[data-status=stopped]`).waitFor();
    await second.close();

    await page.locator(`#${other}`).getByTestId('answer-again').click();
    const third = await runningId(page, 60);
    expect(third).not.toBe(other);
    await page.getByTestId('composer').press('Escape');
    await page.locator(`#${third}[data-status=stopped]`).waitFor();
    await context.close();
  });
});

describe('a connection that is cut', () => {
  test('is told, and what was written meanwhile is sent by itself, once, also after a reload', async () => {
    const { page, person, context } = await openDesk(stack, browser);
    const shot = shooter(page, RESULTS, 1440);
    const sentTimes = async (words: string) =>
      (await person.page()).messages.filter(({ content }) => content === words).length;

    await context.setOffline(true);
    await write(page, 'Written without a network');
    await page.getByTestId('outgoing').getByText('Waiting for the connection').waitFor();
    await page.getByTestId('offline').waitFor();
    await shot('offline');
    await context.setOffline(false);
    await page.getByTestId('offline').waitFor({ state: 'detached' });
    await answerTo(person, 'Written without a network');
    expect(await sentTimes('Written without a network')).toBe(1);

    await stack.kill('api');
    await write(page, 'Written without a server');
    await page.getByTestId('outgoing').getByText('Waiting for the connection').waitFor();
    await page.goto('about:blank');
    await stack.start('api');
    await page.goto(`${stack.url}/projects/${person.projectId}`);
    await answerTo(person, 'Written without a server');
    await page.getByTestId('outgoing').waitFor({ state: 'detached' });
    expect(await sentTimes('Written without a server')).toBe(1);
    await context.close();
  });
});

describe('messages written while an answer runs', () => {
  test('wait in their order; one that is taken back is never answered and can be written anew', async () => {
    const { page, person, context } = await openDesk(stack, browser);
    const shot = shooter(page, RESULTS, 1440);
    await script(stack, { said: 'Tell me five', text: longText('The first answer', 4) });
    await script(stack, { said: 'Then six', text: 'This is about six.' });
    await pace(stack, 25);
    await write(page, 'Tell me five');
    await runningId(page, 40);
    await write(page, 'Never mind this');
    await write(page, 'Then six');
    const queued = page.getByTestId('message').filter({ has: page.getByTestId('queued') });
    await expect.poll(() => queued.count()).toBe(2);
    await shot('queue');
    await queued.filter({ hasText: 'Never mind this' }).getByTestId('take-back').click();
    await expect.poll(() => queued.count()).toBe(1);
    expect(await page.getByTestId('composer').inputValue()).toBe('Never mind this');
    const first = await answerTo(person, 'Tell me five');
    const other = await answerTo(person, 'Then six');
    expect(other.content).toBe('This is about six.');
    expect(other.position).toBeGreaterThan(first.position);
    await page.getByTestId('thread').getByText('This is about six.').waitFor();
    expect(await page.getByTestId('thread').getByText('Never mind this').count()).toBe(0);
    const { messages } = await person.page();
    const taken = messages.find(({ content }) => content === 'Never mind this');
    expect(taken?.status ?? 'withdrawn').toBe('withdrawn');
    expect(messages.filter(({ replyTo }) => replyTo !== null && replyTo === taken?.id)).toEqual([]);
    await context.close();
  });
});

describe('a conversation beside the campaign', () => {
  test('is opened, renamed, written in, put away and brought back', async () => {
    const { page, person, context } = await openDesk(stack, browser);
    const shot = shooter(page, RESULTS, 1440);
    await page.getByTestId('new-conversation').click();
    await page.getByTestId('thread-empty').waitFor();
    const row = page.locator('.conversation-row');
    await row.hover();
    await row.getByTestId('rename-conversation').click();
    await page.getByTestId('conversation-name').fill('Ideas for Christmas');
    await page.keyboard.press('Enter');
    await row.getByText('Ideas for Christmas').waitFor();
    await write(page, 'What could we do in December?');
    await answerTo(person, 'What could we do in December?');
    await page.locator('[data-testid=agent-text][aria-busy=false]').waitFor();
    await shot('side');
    await row.hover();
    await row.getByTestId('archive-conversation').click();
    await page.getByTestId('thread-archived').waitFor();
    expect(await page.getByTestId('composer').count()).toBe(0);
    await shot('put-away');
    await page.getByRole('button', { name: 'Bring it back' }).click();
    await page.getByTestId('composer').waitFor();
    const { conversations, messages } = await person.page();
    const side = conversations.find(({ type }) => type === 'AGENT');
    expect(side).toMatchObject({ title: 'Ideas for Christmas', status: 'ACTIVE' });
    expect(messages.filter(({ conversationId }) => conversationId === side?.id)).toHaveLength(2);
    await context.close();
  });
});

describe('an answer that means harm', () => {
  test('is only words: no script, no request elsewhere, no link but to web pages', async () => {
    const { page, person, context, asked } = await openDesk(stack, browser);
    const shot = shooter(page, RESULTS, 390);
    await page.setViewportSize({ width: 390, height: 844 });
    await script(stack, { said: 'Do your worst', text: HOSTILE_TEXT });
    await write(page, 'Do your worst');
    const { id } = await answerTo(person, 'Do your worst');
    const answer = page.locator(`#message-${id}[data-status=complete]`);
    await answer.getByText('It costs $5 to $10 a day.').waitFor();
    await shot('hostile');
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    const links = await page.evaluate<readonly string[]>(
      `[...document.querySelectorAll('#message-${id} .prose a[href]')].map((one) => one.href)`,
    );
    expect(links).toEqual(['https://example.com/a']);
    expect(await answer.locator('.prose img, .prose iframe, .prose script').count()).toBe(0);
    expect(asked.filter((url) => !url.startsWith(stack.url))).toEqual([]);
    await context.close();
  });
});

describe('a change of the brief', () => {
  test('said in the campaign conversation is confirmed on a card with before and after', async () => {
    const { page, person, context } = await openDesk(stack, browser);
    const shot = shooter(page, RESULTS, 1440);
    for (const line of BAKERY.lines) await person.say(line);
    await person.approve('brief');
    await page.getByTestId('connect-facebook').waitFor();
    const before = (await person.page()).brief?.version ?? 0;
    await write(page, 'Our budget is now £900 a month.');
    const card = page.getByTestId('brief-change-card');
    await card.waitFor();
    await card.scrollIntoViewIfNeeded();
    await shot('brief-change');
    expect(await card.textContent()).toMatch(/£450.*£900/s);
    expect((await person.page()).brief?.version).toBe(before);
    await card.getByTestId('approve-brief-change').click();
    const after = await person.until('the new brief', ({ brief }) =>
      brief !== null && brief.version > before ? brief : null,
    );
    expect(after).toMatchObject({ status: 'CONFIRMED', monthlyBudget: { minor: 90_000 } });
    await page.locator('[data-testid=brief-change-card][data-status=GRANTED]').waitFor();
    await shot('brief-changed');
    await context.close();
  });
});
