import type { JSX } from 'solid-js';
import LogOut from '~icons/lucide/log-out';
import { Bell } from '../notification/bell.tsx';
import { signOut } from '../state/session.ts';

/** The right end of every header: bell and the way out. */
export function AccountCorner(): JSX.Element {
  return (
    <>
      <Bell />
      <button
        class="icon-button"
        type="button"
        aria-label="Sign out"
        title="Sign out"
        onClick={() => void signOut()}
      >
        <LogOut />
      </button>
    </>
  );
}
