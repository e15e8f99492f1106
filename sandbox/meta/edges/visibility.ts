import { adSetStatus, adStatus, campaignStatus } from '../delivery/status.ts';
import type { GraphCall } from '../http/call.ts';
import type { Ad, AdSet, Campaign } from '../state/types.ts';

export function statusOf(call: GraphCall, node: Campaign | AdSet | Ad): string {
  if ('adSetId' in node) return adStatus(call.store, node, call.now);
  return 'campaignId' in node ? adSetStatus(call.store, node) : campaignStatus(node);
}

/** Deleted and archived objects leave their parents' lists; only their own ids still lead to them. */
export function notGone(call: GraphCall, node: Campaign | AdSet | Ad): boolean {
  const status = statusOf(call, node);
  return status !== 'DELETED' && status !== 'ARCHIVED';
}

/** A new object can be missing from lists for a while, when the sandbox was told to be slow. */
export function isIndexed(
  call: GraphCall,
  node: { readonly id: string; readonly createdAt: number },
): boolean {
  if (call.now < (call.settings.hiddenUntil.get(node.id) ?? 0)) return false;
  return call.now - node.createdAt >= call.settings.indexLagSeconds * 1000;
}

/** Whether a parent's list shows an object now. */
export function isListed(call: GraphCall, node: Campaign | AdSet | Ad): boolean {
  return notGone(call, node) && isIndexed(call, node);
}
