import { countTry, forgetTries } from '../../db/repositories/sign-in-limit.ts';
import type { AuthOptions } from './auth.ts';

/**
 * Tries per minute and address. A whole office or school can sign up at once from behind one address; a password that
 * passed our rules does not fall to twenty guesses a minute.
 */
const MINUTE = 60;
const MAX_SIGN_INS = 20;
const MAX_SIGN_UPS = 40;

export const SIGN_IN_RULES = {
  '/sign-in/email': { window: MINUTE, max: MAX_SIGN_INS },
  '/sign-up/email': { window: MINUTE, max: MAX_SIGN_UPS },
} as const;

type Rule = { readonly window: number; readonly max: number };
type Ruling = { readonly allowed: boolean; readonly retryAfter: number | null };

/**
 * Counts tries in the database, so that several processes share one limit and a restart does not reset it.
 * @returns the storage that better-auth asks before each sign-in and sign-up.
 */
export function createSignInLimit({
  authDb,
  now = Date.now,
}: Pick<AuthOptions, 'authDb' | 'now'>): {
  consume: (key: string, rule: Rule) => Promise<Ruling>;
} {
  return {
    async consume(key, { window, max }) {
      const windowMs = window * 1000;
      const at = now();
      const { count, since } = await countTry(authDb, { key, windowMs, now: at });
      // Never a window that another rule still counts in.
      if (count === 1) await forgetTries(authDb, at - Math.max(windowMs, MINUTE * 1000));
      const isAllowed = count <= max;
      const wait = Math.max(1, Math.ceil((since + windowMs - at) / 1000));
      return { allowed: isAllowed, retryAfter: isAllowed ? null : wait };
    },
  };
}
