import { createSignal } from 'solid-js';
import type { Me } from '../../../contract/http.ts';
import { api, RequestError } from '../http/client.ts';

const [me, setMe] = createSignal<Me | null | undefined>();
const [clockLead, setClockLead] = createSignal(0);

/** Who is signed in: undefined while asking, null when nobody. */
export { me };

/** The owner's clock: the wall clock, moved ahead by what was skipped in the sandbox. */
export function ownerNow(): number {
  return Date.now() + clockLead();
}

export function setOwnerNow(now: number): void {
  setClockLead(now - Date.now());
}

export async function loadSession(): Promise<void> {
  try {
    const found = await api.me();
    setOwnerNow(found.now);
    setMe(found);
  } catch (error) {
    if (error instanceof RequestError && error.status === 401) setMe(null);
    else throw error;
  }
}

export async function signOut(): Promise<void> {
  await api.signOut();
  // A fresh page: nothing of this person stays in memory.
  window.location.assign('/');
}
