import { beforeEach, describe, expect, test } from 'vitest';
import { bodyOf, errorOf, openBench, rowsOf } from '../test-kit.ts';
import type { Bench } from '../test-kit.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});

const REDIRECT = 'https://app.test/callback';
const REQUEST = {
  client_id: '4711',
  redirect_uri: REDIRECT,
  state: 'state-1',
  scope: 'ads_management,ads_read,pages_show_list',
};

async function openDialog(
  cookie?: string,
): Promise<{ form: URLSearchParams; html: string; cookie: string }> {
  const init = cookie === undefined ? {} : { headers: { cookie } };
  const response = await bench.app.request(
    `/v26.0/dialog/oauth?${new URLSearchParams(REQUEST).toString()}`,
    init,
  );
  const html = await response.text();
  const form = new URLSearchParams();
  for (const [input] of html.matchAll(/<input[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? '';
    if (attribute('type') === 'hidden' || /\schecked\s/.test(input))
      form.append(attribute('name'), attribute('value').replaceAll('&amp;', '&'));
  }
  return { form, html, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

async function answer(form: URLSearchParams, decision: 'allow' | 'deny'): Promise<URL> {
  form.set('decision', decision);
  const response = await bench.app.request('/v26.0/dialog/oauth', { method: 'POST', body: form });
  expect(response.status).toBe(302);
  return new URL(response.headers.get('location') ?? '');
}

async function redeem(
  code: string,
  change: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const query = new URLSearchParams({
    client_id: '4711',
    client_secret: 's3cret',
    redirect_uri: REDIRECT,
    code,
    ...change,
  });
  return bodyOf(bench.app.request(`/v26.0/oauth/access_token?${query.toString()}`));
}

async function allow(): Promise<{ token: string; form: URLSearchParams }> {
  const { form } = await openDialog();
  const back = await answer(form, 'allow');
  const { access_token: token } = await redeem(back.searchParams.get('code') ?? '');
  return { token: String(token), form };
}

test('the page says it is a stand-in and offers the first good account and Page', async () => {
  const { html, form } = await openDialog();
  expect(html).toContain('stands in for Facebook');
  expect(html).toContain('Disabled by Facebook');
  expect(form.getAll('account')).toHaveLength(1);
  expect(form.getAll('page')).toHaveLength(1);
  expect(form.getAll('permission')).toEqual(['ads_management', 'ads_read', 'pages_show_list']);
});

test('a browser stays the same Facebook user, another browser is another', async () => {
  const first = await openDialog();
  expect((await openDialog(first.cookie)).form.get('sandbox_user')).toBe(
    first.form.get('sandbox_user'),
  );
  expect((await openDialog()).form.get('sandbox_user')).not.toBe(first.form.get('sandbox_user'));
});

test('saying yes leads back with a code and the state; the token opens what was ticked and nothing else', async () => {
  const { form } = await openDialog();
  const back = await answer(form, 'allow');
  expect(back.origin + back.pathname).toBe(REDIRECT);
  expect(back.searchParams.get('state')).toBe('state-1');
  const { access_token: token, expires_in: seconds } = await redeem(
    back.searchParams.get('code') ?? '',
  );
  expect(seconds).toBe(5400);
  const accounts = rowsOf(
    (await bench.get('me/adaccounts', { fields: 'currency' }, String(token))).body['data'],
  );
  expect(accounts).toEqual([{ id: `act_${form.get('account')}`, currency: 'GBP' }]);
  const pages = rowsOf(
    (await bench.get('me/accounts', { fields: 'tasks' }, String(token))).body['data'],
  );
  expect(pages).toHaveLength(1);
});

test('saying no leads back with the refusal', async () => {
  const back = await answer((await openDialog()).form, 'deny');
  expect(Object.fromEntries(back.searchParams)).toMatchObject({
    error: 'access_denied',
    error_reason: 'user_denied',
    state: 'state-1',
  });
});

test('an unticked permission is missing from the token', async () => {
  const { form } = await openDialog();
  form.delete('permission');
  form.append('permission', 'ads_read');
  const back = await answer(form, 'allow');
  const { access_token: token } = await redeem(back.searchParams.get('code') ?? '');
  const granted = rowsOf((await bench.get('me/permissions', {}, String(token))).body['data']).map(
    (row) => row['permission'],
  );
  expect(granted).toEqual(['public_profile', 'ads_read']);
  expect(errorOf(await bench.get('me/accounts', {}, String(token)))).toMatchObject({ code: 200 });
});

test('nobody can pick what is not theirs', async () => {
  const { form } = await openDialog();
  form.set('account', (bench.accounts['GBP'] ?? '').slice(4));
  const back = await answer(form, 'allow');
  const { access_token: token } = await redeem(back.searchParams.get('code') ?? '');
  expect(rowsOf((await bench.get('me/adaccounts', {}, String(token))).body['data'])).toEqual([]);
});

describe('codes', () => {
  test('work once, for the same address, with the same secret', async () => {
    const code = (await answer((await openDialog()).form, 'allow')).searchParams.get('code') ?? '';
    expect(await redeem(code, { redirect_uri: 'https://app.test/other' })).toMatchObject({
      error: { code: 100, error_subcode: 36008 },
    });
    expect(await redeem(code, { client_secret: 'other' })).toMatchObject({ error: { code: 1 } });
    expect(await redeem(code)).toMatchObject({ token_type: 'bearer' });
    expect(await redeem(code)).toMatchObject({ error: { code: 100, error_subcode: 36009 } });
    expect(await redeem('made-up')).toMatchObject({ error: { code: 100 } });
  });
});

test('a token can be exchanged for one of sixty days and inspected', async () => {
  const { token, form } = await allow();
  const query = new URLSearchParams({
    client_id: '4711',
    client_secret: 's3cret',
    grant_type: 'fb_exchange_token',
    fb_exchange_token: token,
  });
  const long = await bodyOf<{ access_token: string; expires_in: number }>(
    bench.app.request(`/oauth/access_token?${query.toString()}`),
  );
  expect(long.expires_in).toBe(60 * 86_400);
  const inspect = await bench.app.request(
    `/debug_token?input_token=${long.access_token}&access_token=${encodeURIComponent('4711|s3cret')}`,
  );
  const { data } = await bodyOf<{ data: Record<string, unknown> }>(inspect);
  expect(data).toMatchObject({ app_id: '4711', is_valid: true, type: 'USER' });
  expect(data['granular_scopes']).toContainEqual({
    scope: 'ads_management',
    target_ids: form.getAll('account'),
  });
});

test('taking the permissions away ends every token of the app', async () => {
  const { token } = await allow();
  const response = await bench.app.request(`/v26.0/me/permissions?access_token=${token}`, {
    method: 'DELETE',
  });
  expect(await response.json()).toEqual({ success: true });
  expect(errorOf(await bench.get('me', {}, token))).toMatchObject({
    code: 190,
    error_subcode: 458,
  });
});
