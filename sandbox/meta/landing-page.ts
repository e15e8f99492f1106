import type { Settings } from './http/settings.ts';

/** What a look at a landing page finds. Status 0 and no address: nobody answered. */
export type PageLook = {
  readonly status: number;
  readonly ok: boolean;
  readonly finalUrl: string | null;
};

/** Answers for every page there could be, so that nothing has to be fetched; null when the address is none. */
export function landingPage(settings: Settings, url: string): PageLook | null {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) return null;
  const told = settings.landingPages.get(new URL(url).hostname.toLowerCase());
  const status = told?.status ?? 200;
  const finalUrl = status === 0 ? null : (told?.finalUrl ?? url);
  return { status, ok: status >= 200 && status < 300, finalUrl };
}
