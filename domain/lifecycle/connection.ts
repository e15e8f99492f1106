import { unpark } from './construction.ts';
import type { EffectOf } from './effects.ts';
import { hasLater, isBusy, report, start, tryLater } from './turn.ts';
import type { Turn } from './turn.ts';
import type { ConnectedAccount, WatchConnectionResult } from './work.ts';

const DAY_MS = 24 * 3_600_000;

/** Facebook is there (again): what waited for it goes on at the same step. */
export function onConnected(turn: Turn, account: ConnectedAccount): void {
  turn.state.account = { adAccountId: account.adAccountId, pageId: account.pageId };
  if (turn.rules.version >= 2) {
    turn.state.connection = { watchAt: turn.now + DAY_MS, lost: null };
    unpark(turn);
  }
  const { campaign } = turn.state;
  if (campaign?.status === 'live' && campaign.connectionLost) {
    campaign.connectionLost = false;
    campaign.toldTrouble = null;
    // What was missed while Facebook was out of reach is looked at right away.
    if (!isBusy(turn, 'check')) {
      start(turn, { kind: 'check', campaignRecordId: campaign.recordId, trigger: 'asked' });
    }
  }
}

/** Says once that Facebook is out of reach; reading and writing rest until it is connected again. */
export function loseConnection(turn: Turn, code: string): void {
  const known = turn.state.connection;
  if (known?.lost != null) return;
  turn.state.connection = { watchAt: null, lost: code };
  const { campaign } = turn.state;
  if (campaign?.status === 'live') campaign.connectionLost = true;
  report(turn, { code, during: 'connection' });
}

export function onConnectionWatched(turn: Turn, result: WatchConnectionResult): void {
  if (result.kind === 'lost') {
    loseConnection(turn, result.code);
    return;
  }
  const { connection } = turn.state;
  if (connection?.lost == null) turn.state.connection = { watchAt: result.nextAt, lost: null };
}

/** Not knowing is no loss: the look is repeated, quietly. */
export function onWatchFailed(turn: Turn, effect: EffectOf<'watch-connection'>): void {
  tryLater(turn, effect);
}

export function startWatching(turn: Turn): void {
  const { connection, account } = turn.state;
  if (turn.rules.version < 2 || account === null) return;
  // A run that was continued from the first rules begins to watch now.
  if (connection === undefined) {
    turn.state.connection = { watchAt: turn.now + DAY_MS, lost: null };
    return;
  }
  const { watchAt, lost } = connection;
  if (lost !== null || watchAt === null || watchAt > turn.now) return;
  if (isBusy(turn, 'watch') || hasLater(turn, 'watch')) return;
  // The answer names the next moment; until then a day is the rule.
  connection.watchAt = turn.now + DAY_MS;
  start(turn, { kind: 'watch-connection' });
}
