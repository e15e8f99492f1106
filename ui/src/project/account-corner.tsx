import { Popover } from '@kobalte/core/popover';
import { For } from 'solid-js';
import type { JSX } from 'solid-js';
import LogOut from '~icons/lucide/log-out';
import User from '~icons/lucide/circle-user-round';
import { Bell } from '../notification/bell.tsx';
import { me, signOut } from '../state/session.ts';
import { setTheme, theme, THEMES } from '../theme.ts';
import type { Theme } from '../theme.ts';

const THEME_WORDS: Readonly<Record<Theme, string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
};

/** The right end of every header: bell, appearance, the way out. */
export function AccountCorner(): JSX.Element {
  return (
    <>
      <Bell />
      <Popover gutter={6} placement="bottom-end">
        <Popover.Trigger class="icon-button" aria-label="Your account" data-testid="account">
          <User />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content class="popover account-menu" aria-label="Your account">
            <div>
              <strong>{me()?.user.name}</strong>
              <p class="small muted">{me()?.user.email}</p>
            </div>
            <div class="segments" role="radiogroup" aria-label="Appearance">
              <For each={THEMES}>
                {(one) => (
                  <label class="segment">
                    <input
                      class="visually-hidden"
                      type="radio"
                      name="theme"
                      value={one}
                      checked={theme() === one}
                      onChange={() => setTheme(one)}
                    />
                    <span>{THEME_WORDS[one]}</span>
                  </label>
                )}
              </For>
            </div>
            <button
              class="button quiet"
              type="button"
              data-testid="sign-out"
              onClick={() => void signOut()}
            >
              <LogOut /> Sign out
            </button>
          </Popover.Content>
        </Popover.Portal>
      </Popover>
    </>
  );
}
