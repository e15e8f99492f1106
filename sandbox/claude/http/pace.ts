import { asNumber, asObject } from '../json.ts';
import { hashOf, randomFrom } from '../random.ts';

/** How fast answers come. */
export type Pace = {
  /** About how long each piece takes. */
  readonly tokenDelayMs: number;
  /** What the first piece takes on top of that. */
  readonly firstTokenDelayMs: number;
  /** False makes every piece take the same time, as benchmarks want it. */
  readonly jitter: boolean;
  /** Words to a piece; null for one to four of them by turns. */
  readonly wordsPerPiece: number | null;
};

export function paceFrom(tokenDelayMs: number): Pace {
  return { tokenDelayMs, firstTokenDelayMs: 0, jitter: true, wordsPerPiece: null };
}

/** Changes what the body names; the rest stays. */
export function readPace(body: unknown, now: Pace): Pace {
  const raw = asObject(body);
  const words = asNumber(raw['wordsPerPiece']);
  return {
    tokenDelayMs: Math.max(0, asNumber(raw['tokenDelayMs']) ?? now.tokenDelayMs),
    firstTokenDelayMs: Math.max(0, asNumber(raw['firstTokenDelayMs']) ?? now.firstTokenDelayMs),
    jitter: typeof raw['jitter'] === 'boolean' ? raw['jitter'] : now.jitter,
    wordsPerPiece: 'wordsPerPiece' in raw ? words : now.wordsPerPiece,
  };
}

/** The pause before each piece of one message. */
export function delaysOf(pace: Pace, messageId: string): () => number {
  const random = randomFrom(hashOf(messageId));
  let isFirst = true;
  return () => {
    const extra = isFirst ? pace.firstTokenDelayMs : 0;
    isFirst = false;
    const factor = pace.jitter ? 0.8 + random() * 0.7 : 1;
    return extra + Math.round(pace.tokenDelayMs * factor);
  };
}
