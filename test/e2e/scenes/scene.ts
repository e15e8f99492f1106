import type { Page } from 'playwright-core';
import type { ProjectPageDto } from '../../../contract/http.ts';
import type { Answers } from './pretend-site.ts';

/** One look at the page, with the parts of it that are worth a picture. */
export type Scene = {
  readonly name: string;
  readonly page: ProjectPageDto;
  readonly answers?: Answers;
  /** `/` for the list of projects. */
  readonly path?: string;
  /** Brings the wide page into the state, as a person would. */
  readonly act?: (page: Page) => Promise<void>;
  /** The same once the page has become narrow, where the columns beside the chat are sheets. */
  readonly onPhone?: (page: Page) => Promise<void>;
  /** Name of a picture to the part it shows; `null` shows the whole screen. */
  readonly shots: Readonly<Record<string, string | null>>;
  /** Pictures in the dark as well, on the phone. */
  readonly dark?: boolean;
};

/** Opens a tab beside the chat; on a phone it lies in a sheet. */
export async function openTab(page: Page, name: 'results' | 'tools'): Promise<void> {
  const { width = 0 } = page.viewportSize() ?? {};
  if (width < 1024)
    await page.getByTestId('toggle-panel').and(page.locator('[aria-expanded=false]')).click();
  await page.getByTestId(`tab-${name}`).click();
}

/** The n-th card of the conversation. */
export const nth = (n: number): string => `[data-testid=message] >> nth=${n}`;
