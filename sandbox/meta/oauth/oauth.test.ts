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
  const granted = rowsOf((await bench.get('me/permissions', {}, String(token))).body['data'])
    .filter((row) => row['status'] === 'granted')
    .map((row) => row['permission']);
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

async function dialogFor(change: Record<string, string>): Promise<Response> {
  const { scope: _scope, ...request } = REQUEST;
  return bench.app.request(
    `/v26.0/dialog/oauth?${new URLSearchParams({ ...request, ...change }).toString()}`,
  );
}

async function exchanged(token: string, more: Record<string, string> = {}) {
  const query = new URLSearchParams({
    client_id: '4711',
    client_secret: 's3cret',
    grant_type: 'fb_exchange_token',
    fb_exchange_token: token,
    ...more,
  });
  return bodyOf<{ access_token: string; expires_in?: number }>(
    bench.app.request(`/oauth/access_token?${query.toString()}`, {
      headers: { 'x-sandbox-time': String(bench.now) },
    }),
  );
}

async function inspected(token: string): Promise<Record<string, unknown>> {
  const response = bench.app.request(
    `/debug_token?input_token=${token}&access_token=${encodeURIComponent('4711|s3cret')}`,
    { headers: { 'x-sandbox-time': String(bench.now) } },
  );
  return (await bodyOf<{ data: Record<string, unknown> }>(response)).data;
}

describe('login for business', () => {
  const withConfig = async (kind: string, more: Record<string, unknown> = {}) =>
    bench.admin('login-config', {
      config_id: '77001',
      kind,
      scopes: ['ads_management', 'ads_read'],
      ...more,
    });
  const agree = async (change: Record<string, string>): Promise<string> => {
    const html = await (await dialogFor(change)).text();
    const form = new URLSearchParams();
    for (const [input] of html.matchAll(/<input[^>]*>/g)) {
      const attribute = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? '';
      if (attribute('type') === 'hidden' || /\schecked\s/.test(input))
        form.append(attribute('name'), attribute('value'));
    }
    const back = await answer(form, 'allow');
    const { access_token: token } = await redeem(back.searchParams.get('code') ?? '');
    return String(token);
  };
  test('takes its scopes from the set-up that is named', async () => {
    await withConfig('user');
    const data = await inspected(await agree({ config_id: '77001' }));
    expect(data).toMatchObject({
      type: 'USER',
      scopes: ['public_profile', 'ads_management', 'ads_read'],
    });
    expect((await dialogFor({ config_id: '1' })).status).toBe(400);
  });
  test('for system users wants the override, for people is broken by it', async () => {
    await withConfig('system-user');
    expect((await dialogFor({ config_id: '77001' })).status).toBe(400);
    await withConfig('user');
    const html = await (
      await dialogFor({ config_id: '77001', override_default_response_type: 'true' })
    ).text();
    expect(html).not.toContain('name="account"');
  });
  test('a system user’s token of sixty days can be renewed while it works', async () => {
    await withConfig('system-user');
    const wish = { config_id: '77001', override_default_response_type: 'true' };
    const token = await agree(wish);
    const before = await inspected(token);
    expect(before).toMatchObject({ type: 'SYSTEM_USER', is_valid: true });
    bench.now += 45 * 86_400_000;
    const same = await exchanged(token);
    expect((await inspected(same.access_token))['expires_at']).toBe(before['expires_at']);
    const renewed = await exchanged(token, { set_token_expires_in_60_days: 'true' });
    expect(renewed.expires_in).toBe(60 * 86_400);
    expect((await inspected(token))['is_valid']).toBe(true);
  });
  test('a token without an end says so with a zero', async () => {
    await withConfig('system-user', { token_days: null });
    const token = await agree({ config_id: '77001', override_default_response_type: 'true' });
    bench.now += 900 * 86_400_000;
    expect(await inspected(token)).toMatchObject({ expires_at: 0, is_valid: true });
    expect((await exchanged(token)).expires_in).toBeUndefined();
  });
});

test('whether exchanging a long token early gives it more time can be switched', async () => {
  const { token } = await allow();
  const long = await exchanged(token);
  const until = (await inspected(long.access_token))['expires_at'];
  bench.now += 45 * 86_400_000;
  await bench.admin('settings', { exchange_moves_expiry: false });
  const same = await exchanged(long.access_token);
  expect(same.access_token).not.toBe(long.access_token);
  expect((await inspected(same.access_token))['expires_at']).toBe(until);
  await bench.admin('settings', { exchange_moves_expiry: true });
  expect((await exchanged(long.access_token)).expires_in).toBe(60 * 86_400);
  bench.now += 20 * 86_400_000;
  expect(await exchanged(long.access_token)).toMatchObject({
    error: { code: 190, error_subcode: 463 },
  });
});

test('permissions that were unticked are listed as declined, and single ones can be given up', async () => {
  const { form } = await openDialog();
  form.delete('permission');
  form.append('permission', 'ads_read');
  const back = await answer(form, 'allow');
  const { access_token: token } = await redeem(back.searchParams.get('code') ?? '');
  const rows = async () =>
    rowsOf((await bench.get('me/permissions', {}, String(token))).body['data']);
  expect(await rows()).toContainEqual({ permission: 'ads_management', status: 'declined' });
  const gone = await bench.app.request(
    `/v26.0/me/permissions/ads_read?access_token=${String(token)}`,
    { method: 'DELETE' },
  );
  expect(await gone.json()).toEqual({ success: true });
  expect(await rows()).not.toContainEqual({ permission: 'ads_read', status: 'granted' });
  expect((await bench.get('me', {}, String(token))).status).toBe(200);
});
