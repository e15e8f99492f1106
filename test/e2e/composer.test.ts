import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { ROOT } from '../../scripts/services/build.ts';
import { startAppStack } from '../support/app-stack.ts';
import type { AppStack } from '../support/app-stack.ts';
import { launchBrowser } from '../support/browser.ts';
import { BAKERY } from '../support/person.ts';
import {
  answerTo,
  longText,
  openDesk,
  pace,
  runningId,
  script,
  shooter,
  wordsOf,
  write,
} from './scenes/desk.ts';
import type { Desk } from './scenes/desk.ts';

const RESULTS = join(ROOT, 'test-results/conversation');

let stack: AppStack;
let browser: Browser;
let desk: Desk;
let page: Page;

beforeAll(async () => {
  mkdirSync(RESULTS, { recursive: true });
  stack = await startAppStack({
    postgresUrl: inject('postgresUrl'),
    temporalAddress: inject('temporalAddress'),
  });
  browser = await launchBrowser();
  desk = await openDesk(stack, browser);
  ({ page } = desk);
  await pace(stack, 0);
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

const SCROLLER = "document.querySelector('[data-testid=thread-scroll]')";
const composer = () => page.getByTestId('composer');
const sent = async () => (await desk.person.page()).messages.filter(({ role }) => role === 'user');

test('Enter sends and leaves the focus; Shift and Enter make a line; Enter of an input method does neither', async () => {
  await composer().fill('one');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('two');
  expect(await composer().inputValue()).toBe('one\ntwo');
  for (const init of ['{ isComposing: true }', '{ keyCode: 229 }']) {
    await page.evaluate(
      `document.querySelector('[data-testid=composer]').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...${init} }))`,
    );
  }
  expect(await composer().inputValue()).toBe('one\ntwo');
  await page.keyboard.press('Enter');
  expect(await composer().inputValue()).toBe('');
  expect(await page.evaluate('document.activeElement.dataset.testid')).toBe('composer');
  await answerTo(desk.person, 'one\ntwo');
  expect((await sent()).map(({ content }) => content)).toEqual(['one\ntwo']);
});

test('the arrow up in the empty place brings the last message back, to be changed', async () => {
  await composer().press('ArrowUp');
  expect(await composer().inputValue()).toBe('one\ntwo');
  await composer().fill('');
});

test('a draft outlives a reload, stays in its own conversation, and goes when it is sent', async () => {
  await composer().fill('half a thou');
  await page.reload();
  expect(await composer().inputValue()).toBe('half a thou');
  await page.getByTestId('new-conversation').click();
  await page.getByTestId('thread-empty').waitFor();
  expect(await composer().inputValue()).toBe('');
  await page.goBack();
  await expect.poll(() => composer().inputValue()).toBe('half a thou');
  await composer().press('Enter');
  await answerTo(desk.person, 'half a thou');
  await page.reload();
  expect(await composer().inputValue()).toBe('');
});

test('the place to write grows with its lines, to about eight', async () => {
  const height = async () => (await composer().boundingBox())?.height ?? 0;
  const low = await height();
  await composer().fill('a\nb\nc');
  expect(await height()).toBeGreaterThan(low + 20);
  await composer().fill('a\n'.repeat(40));
  expect(await height()).toBeLessThanOrEqual(210);
  await composer().fill('');
});

test('the own message goes to the top, its answer is read from there, and nobody who reads above is pulled away', async () => {
  const scroller = page.getByTestId('thread-scroll');
  const top = async () => await page.evaluate<number>(`${SCROLLER}.scrollTop`);
  await script(stack, { said: 'A long one', text: longText('The tall answer', 16) });
  await pace(stack, 12);
  await write(page, 'A long one');
  const id = await runningId(page, 100);
  const question = page.locator('[data-testid=message].person').last();
  const distance = async () => {
    const [mine, all] = [await question.boundingBox(), await scroller.boundingBox()];
    return (mine?.y ?? 0) - (all?.y ?? 0);
  };
  await expect.poll(distance).toBeLessThan(60);
  await runningId(page, 1_800);
  expect(await distance()).toBeLessThan(60);
  expect(await distance()).toBeGreaterThanOrEqual(0);

  const newest = page.getByRole('button', { name: 'Newest' });
  await page.evaluate(`${SCROLLER}.scrollTo({ top: 0 })`);
  await newest.waitFor();
  const length = (await wordsOf(page, id)).length;
  await runningId(page, length + 200);
  expect(await top()).toBe(0);
  await newest.click();
  await expect.poll(top).toBeGreaterThan(100);
  await answerTo(desk.person, 'A long one');
  await pace(stack, 0);
});

test('the copy button copies the answer and nothing else', async () => {
  await script(stack, { said: 'Something to copy', text: 'Copy **this** and no more.' });
  await write(page, 'Something to copy');
  const { id } = await answerTo(desk.person, 'Something to copy');
  const answer = page.locator(`#message-${id}[data-status=complete]`);
  await answer.hover();
  await answer.getByTestId('copy-answer').click();
  await answer.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe('Copy **this** and no more.');
});

test('a pasted picture is shown, kept, and can be hidden; one of another kind is refused in words', async () => {
  const shot = shooter(page, RESULTS, 1440);
  const png = readFileSync(join(ROOT, 'docs/images/plan.png')).toString('base64');
  const paste = async (name: string, type: string, base64: string) =>
    await page.evaluate(`(() => {
      const bytes = Uint8Array.from(atob('${base64}'), (one) => one.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], '${name}', { type: '${type}' }));
      document.querySelector('[data-testid=composer]').dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    })()`);
  await paste('bread.png', 'image/png', png);
  const tray = page.getByTestId('picture-tray');
  await tray.getByText('Kept with your pictures').waitFor();
  await paste('moving.gif', 'image/gif', btoa('GIF89a'));
  await tray.getByText('Only PNG and JPEG').waitFor();
  await shot('pictures');
  await page.getByRole('button', { name: 'Hide bread.png' }).click();
  await page.getByRole('button', { name: 'Hide moving.gif' }).click();
  await tray.waitFor({ state: 'detached' });
  const { artifacts } = await desk.person.page();
  expect(artifacts.length).toBeGreaterThan(0);
});

test('on a touch keyboard Enter makes a line and the button sends', async () => {
  const phone = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    storageState: await desk.context.storageState(),
  });
  const tab = await phone.newPage();
  await tab.goto(`${stack.url}/projects/${desk.person.projectId}`);
  const box = tab.getByTestId('composer');
  await box.fill('from a phone');
  await box.press('Enter');
  expect(await box.inputValue()).toBe('from a phone\n');
  await tab.getByTestId('send').tap();
  await answerTo(desk.person, 'from a phone');
  await tab.screenshot({ path: join(RESULTS, '390-phone.png') });
  await phone.close();
});

test('suggestions are sent with one click, and go away as soon as something is written', async () => {
  const { person } = await openDeskAtPlan();
  await page.getByTestId('suggestions').waitFor();
  await composer().fill('My own words');
  await page.getByTestId('suggestions').waitFor({ state: 'detached' });
  await composer().fill('');
  await page.getByRole('button', { name: 'What happens after I approve?' }).click();
  await answerTo(person, 'What happens after I approve?');
  expect(await composer().inputValue()).toBe('');
});

async function openDeskAtPlan(): Promise<Desk> {
  desk = await openDesk(stack, browser);
  ({ page } = desk);
  for (const line of BAKERY.lines) await desk.person.say(line);
  await desk.person.approve('brief');
  await desk.person.connectFacebook();
  await page.getByTestId('approve-plan').waitFor({ timeout: 40_000 });
  return desk;
}
