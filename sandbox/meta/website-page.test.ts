import { expect, test } from 'vitest';
import { openBench } from './test-kit.ts';

test('the little web of the stand-in holds one page, and those that were put there', async () => {
  const bench = await openBench();
  const page = async (url: string) => {
    const answer = await bench.app.request(`/sandbox/website?url=${encodeURIComponent(url)}`);
    return { status: answer.status, text: await answer.text() };
  };
  expect((await page('https://www.rosas-bakery.example/')).text).toContain('<h1>Rosa');
  expect((await page('https://harbour-bikes.example/')).status).toBe(404);
  await bench.admin('website', { host: 'www.Harbour-Bikes.example', html: '<h1>Bikes</h1>' });
  expect(await page('https://harbour-bikes.example/a')).toEqual({
    status: 200,
    text: '<h1>Bikes</h1>',
  });
  expect((await page('rosas-bakery.example')).status).toBe(404);
});
