import { html, raw } from 'hono/html';
import { currencyByCode } from '../catalog/currencies.ts';
import { current } from '../state/store.ts';
import type { AdAccount, FbUser, Page } from '../state/types.ts';
import { CONSENT_STYLE } from './consent-style.ts';

type Markup = ReturnType<typeof html>;

const PERMISSIONS: Readonly<Record<string, string>> = {
  ads_management: 'Create, change and pause ads for the ad accounts you choose',
  ads_read: 'See how the ads in those accounts are doing',
  business_management: 'See the businesses and assets you manage',
  pages_show_list: 'See the list of Pages you manage',
  pages_read_engagement: 'Read the posts and followers of the Pages you choose',
  pages_manage_ads: 'Run ads for the Pages you choose',
  pages_manage_metadata: 'Be told when something happens on those Pages',
  leads_retrieval: 'Read the answers people give in your forms',
  email: 'Read your e-mail address',
};

export type Consent = {
  readonly user: FbUser;
  readonly accounts: readonly AdAccount[];
  readonly pages: readonly Page[];
  readonly scopes: readonly string[];
  readonly hidden: Readonly<Record<string, string>>;
};

/** The page on which a person decides what the app may do; a stand-in for Facebook's own. */
export function consentPage(consent: Consent): Markup {
  const firstAccount = consent.accounts.find((account) => current(account).accountStatus === 1)?.id;
  const firstPage = consent.pages.find((page) => page.tasks.includes('ADVERTISE'))?.id;
  return shell(
    'Connect Facebook (sandbox)',
    html`<form method="post">
      ${Object.entries(consent.hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <p class="who">
        <span class="face" aria-hidden="true">${initials(consent.user.name)}</span>
        <span>Signed in as <strong>${consent.user.name}</strong></span>
      </p>
      <h1>Aigency would like to use your ad account and your Page</h1>
      <fieldset>
        <legend>Ad accounts</legend>
        ${consent.accounts.map((account) => accountRow(account, account.id === firstAccount))}
      </fieldset>
      <fieldset>
        <legend>Pages</legend>
        ${consent.pages.map((page) => pageRow(page, page.id === firstPage))}
      </fieldset>
      <fieldset>
        <legend>What it may do</legend>
        ${consent.scopes.map(
          (scope) =>
            html`<label class="row">
              <input type="checkbox" name="permission" value="${scope}" checked />
              <span>${PERMISSIONS[scope] ?? scope.replaceAll('_', ' ')}</span>
            </label>`,
        )}
      </fieldset>
      <div class="actions">
        <button class="primary" type="submit" name="decision" value="allow">
          Continue as ${firstName(consent.user.name)}
        </button>
        <button class="quiet" type="submit" name="decision" value="deny">Cancel</button>
      </div>
    </form>`,
  );
}

export function problemPage(problem: string): Markup {
  return shell(
    'This address does not work',
    html`<h1>This address does not work</h1>
      <p>${problem} Go back to the app and try again from there.</p>`,
  );
}

function accountRow(account: AdAccount, checked: boolean): Markup {
  const closed = current(account).accountStatus !== 1;
  const detail = closed
    ? 'Disabled by Facebook, cannot run ads'
    : `${account.currency} · ${account.timezone.replace('_', ' ')}`;
  return choice({
    name: 'account',
    value: account.id,
    title: account.name,
    detail,
    checked,
    mark: symbolOf(account.currency),
  });
}

function pageRow(page: Page, checked: boolean): Markup {
  const detail = page.tasks.includes('ADVERTISE')
    ? page.category
    : 'You may look at this Page, but not advertise for it';
  return choice({
    name: 'page',
    value: page.id,
    title: page.name,
    detail,
    checked,
    mark: initials(page.name),
  });
}

function choice(row: {
  readonly name: string;
  readonly value: string;
  readonly title: string;
  readonly detail: string;
  readonly checked: boolean;
  readonly mark: string;
}): Markup {
  return html`<label class="row">
    <input
      type="checkbox"
      name="${row.name}"
      value="${row.value}"
      ${row.checked ? raw('checked') : ''}
    />
    <span class="mark" aria-hidden="true">${row.mark}</span>
    <span><strong>${row.title}</strong><small>${row.detail}</small></span>
  </label>`;
}

function symbolOf(currency: string): string {
  return { GBP: '£', EUR: '€', USD: '$' }[currencyByCode(currency).code] ?? currency;
}

function initials(name: string): string {
  return name
    .split(' ')
    .slice(0, 2)
    .map((word) => word.charAt(0))
    .join('');
}

function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}

function shell(title: string, body: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${raw(CONSENT_STYLE)}
        </style>
      </head>
      <body>
        <main>
          <p class="banner">
            <strong>Sandbox</strong> This page stands in for Facebook. No real account, no real
            money.
          </p>
          ${body}
        </main>
      </body>
    </html>`;
}
