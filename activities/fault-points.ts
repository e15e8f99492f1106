/**
 * Moments of work at Meta at which a crash would hurt most. Tests end the process at each of them and look whether the
 * next one goes on rightly; in production passing one costs a comparison.
 */
export const FAULT_POINTS = [
  /** The launch is marked as under way and its steps are laid down; nothing was sent. */
  'launch.opened',
  /** The steps of a wave are about to be claimed. */
  'wave.before-claim',
  /** They are committed as sent, and no call was made yet. */
  'wave.claimed',
  /** Facebook has answered, and nothing of it is written down. */
  'wave.answered',
  /** What was checked before the launch is known, and not written down. */
  'preflight.checked',
  /** Everything was read back and compared, and not written down. */
  'verify.compared',
  /** Everything is built and written down; the activity has not reported it. */
  'build.saved',
  /** Everything is switched on, and people were not told. */
  'activate.switched-on',
  /** People were told; the activity has not reported it. */
  'activate.saved',
  /** An object was looked for and the answer is not written down. */
  'reconcile.looked',
  /** What was found is written down; the activity has not reported it. */
  'reconcile.saved',
  /** A switch on or off is committed as sent, and no call was made yet. */
  'delivery.claimed',
  /** Facebook has switched, and nothing of it is written down. */
  'delivery.answered',
  /** The time is prolonged at Facebook, and nothing of it is written down. */
  'lease.answered',
  /** A change of the running campaign is marked as under way; nothing was sent. */
  'change.opened',
  /** All of a change holds at Facebook, and the record does not say so. */
  'change.carried-out',
  /** Facebook refused a part of a change; it is marked to be taken back, and nothing was yet. */
  'change.refused',
  /** A change is written down; the activity has not reported it. */
  'change.saved',
  /** What a stopped launch had made is removed, and nothing of it is written down. */
  'removal.answered',
] as const;
export type FaultPoint = (typeof FAULT_POINTS)[number];

/** @param detail kinds of the operations at hand, so that a test can choose among passes of one point. */
export type FaultHook = (point: FaultPoint, detail: string) => void;

let hook: FaultHook | null = null;

/** For tests only: called at every point from now on, and free to end the process. Null disarms. */
export function armFaultPoints(next: FaultHook | null): void {
  hook = next;
}

/** Marks that a named moment has come. */
export function faultPoint(point: FaultPoint, detail = ''): void {
  hook?.(point, detail);
}
