import { updateCampaign } from '../db/repositories/campaigns.ts';
import { picturesInUse } from '../db/repositories/operations.ts';
import type { Trx } from '../db/client.ts';
import { asOwner } from '../db/tenant.ts';
import { MetaError } from '../integrations/meta/errors.ts';
import type { MetaWrite } from '../integrations/meta/writes.ts';
import type { DeploymentSession } from './deployment-session.ts';
import { note, say } from './feed.ts';
import { metaFailure } from './meta-access.ts';

/** How many pictures of a removed launch are gone, and how many stay. */
export type Pictures = { readonly removed: number; readonly kept: number };

/**
 * Removes the pictures a launch has sent up. The same picture is one object for everybody: those that another campaign
 * of the person uses, and those that lay in the account before, stay. So does what Facebook will not give up.
 * @param remove sends one removal. @returns a problem code, or null when it is gone.
 */
export async function removePictures(
  session: DeploymentSession,
  remove: (write: Pick<MetaWrite, 'path' | 'body'>) => Promise<string | null>,
): Promise<Pictures> {
  const { campaign, ledger, deps, ownerId } = session;
  const sent = [...ledger.rows.values()].filter(({ kind }) => kind === 'upload-image');
  const hashes = [...new Set(sent.flatMap(({ metaId }) => metaId ?? []))];
  const used = await asOwner(deps.db, ownerId, (trx) =>
    picturesInUse(trx, { campaignRecordId: campaign.id, hashes }),
  );
  const held = await heldPictures(session, hashes);
  // One whose sending was never answered may lie there as well.
  const lost = sent.filter(({ state, metaId }) => metaId === null && mayExist(state)).length;
  let stayed = 0;
  for (const { hash, createdAt } of held) {
    const isOurs = createdAt !== null && createdAt >= campaign.createdAt;
    const path = [campaign.plan.adAccountId, 'adimages'];
    const code = !isOurs || used.has(hash) ? 'kept' : await remove({ path, body: { hash } });
    if (code !== null) stayed += 1;
  }
  return { removed: hashes.length - stayed, kept: lost + stayed };
}

function mayExist(state: string): boolean {
  return state !== 'INTENT' && state !== 'FAILED';
}

async function heldPictures({ api, campaign }: DeploymentSession, hashes: readonly string[]) {
  try {
    return await api.pictures(campaign.plan.adAccountId, hashes);
  } catch (error) {
    if (error instanceof MetaError) throw metaFailure(error);
    throw error;
  }
}

/** The record, the chat and the list of what was done say that the launch is gone, and what of it stays. */
export async function markRemoved(
  trx: Trx,
  { campaign, projectId, ownerId, clock, ledger }: DeploymentSession,
  pictures: Pictures,
): Promise<void> {
  const ref = { projectId, ownerId, now: clock(), key: `removed:${campaign.id}` };
  const form = [...ledger.rows.values()].find(({ kind }) => kind === 'create-lead-form');
  const set = { status: 'REMOVED' as const, problemCode: null, waiting: null, findings: [] };
  await updateCampaign(trx, { ...ref, id: campaign.id, set });
  await say(trx, {
    ...ref,
    type: 'AGENT_ACTION',
    content: [
      `I removed “${campaign.name}” from your ad account. It was never switched on, so nothing was spent.`,
      ...pictureWords(pictures),
      ...formWords(form),
      'Tell me when you want a new plan.',
    ].join(' '),
    metadata: { kind: 'action', action: 'removed', evidence: null },
  });
  await note(trx, {
    ...ref,
    actor: 'person',
    what: `Had “${campaign.name}” removed from the ad account`,
    why: 'The launch had stopped before it was finished.',
    outcome: 'Nothing was spent.',
  });
}

function pictureWords({ removed, kept }: Pictures): readonly string[] {
  if (removed + kept === 0) return [];
  if (kept === 0) return ['Its pictures are gone as well.'];
  const which =
    removed === 0
      ? 'Its pictures stay'
      : `${kept} of its pictures ${kept === 1 ? 'stays' : 'stay'}`;
  return [`${which} in the account’s picture library, where they cost nothing.`];
}

// Facebook documents no way to remove a form, only to stop using it.
function formWords(
  form: { readonly state: string; readonly metaId: string | null } | undefined,
): readonly string[] {
  if (form === undefined || form.state === 'INTENT' || form.state === 'FAILED') return [];
  if (form.metaId !== null) return ['Its form stays unused on your Page.'];
  return ['If Facebook made its form after all, that stays unused on your Page.'];
}
