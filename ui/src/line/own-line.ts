import { me } from '../state/session.ts';
import { Line } from './line.ts';

let own: { readonly userId: string; readonly line: Line } | null = null;

/** The signed-in person's line in this tab; made when it is first asked for. */
export function ownLine(): Line {
  const userId = me()?.user.id ?? '';
  if (own?.userId !== userId) {
    own?.line.close();
    own = { userId, line: new Line(`aigency.line.${userId}`) };
  }
  return own.line;
}
