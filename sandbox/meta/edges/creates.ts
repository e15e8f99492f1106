import { requireAccount } from '../http/call.ts';
import type { SignedCall } from '../http/call.ts';
import { badParam } from '../http/graph-error.ts';
import { textParam } from '../http/params.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Ad, AdAccount, AdSet, Campaign, Creative, Image, Put } from '../state/types.ts';
import { current } from '../state/store.ts';
import { GraphError } from '../http/graph-error.ts';
import { readNewAd } from '../validation/ad.ts';
import { readNewAdSet } from '../validation/ad-set.ts';
import { readNewCampaign } from '../validation/campaign.ts';
import { readNewCreative } from '../validation/creative.ts';
import { decodeBase64, readPicture } from '../validation/image.ts';
import { requireKnownParams } from '../validation/params.ts';
import { isRehearsal } from '../http/operations.ts';
import { createdAnswer, ledgerNote } from './record.ts';
import { ordersByRule } from './review-rules.ts';

const OPEN_STATUSES = new Set([1, 8, 9]);

/** An account that may be written to. @throws GraphError 100/1885316 when it is disabled. */
export function writableAccount(call: SignedCall, accountId: string): AdAccount {
  const account = requireAccount(call, accountId);
  if (OPEN_STATUSES.has(current(account).accountStatus)) return account;
  throw new GraphError({
    code: 100,
    subcode: 1885316,
    title: 'Ad Account Is Disabled',
    userMessage:
      'The ad account is disabled or not in good standing. Nothing can be created or changed in it.',
  });
}

export function createCampaign(call: SignedCall, accountId: string): JsonObject {
  const account = writableAccount(call, accountId);
  requireKnownParams(call.params, 'create-campaign');
  const { first, ...rest } = readNewCampaign(call.params, account);
  if (isRehearsal(call)) return { success: true };
  const campaign: Campaign = {
    id: call.store.nextId('campaign'),
    accountId,
    createdAt: call.now,
    ...rest,
    versions: [{ at: call.now, ...first }],
  };
  const note = ledgerNote(call, {
    action: 'create',
    object: 'campaign',
    objectId: campaign.id,
    accountId,
  });
  call.store.commit([{ kind: 'campaign', value: campaign }], note);
  return createdAnswer(call, campaign.id);
}

export function createAdSet(call: SignedCall, accountId: string): JsonObject {
  const account = writableAccount(call, accountId);
  requireKnownParams(call.params, 'create-ad-set');
  const { first, ...rest } = readNewAdSet(call, account);
  if (isRehearsal(call)) return { success: true };
  const adSet: AdSet = {
    id: call.store.nextId('adSet'),
    accountId,
    createdAt: call.now,
    ...rest,
    significantEditsAt: [call.now],
    budgetChangesAt: [],
    versions: [{ at: call.now, ...first }],
  };
  const note = ledgerNote(call, {
    action: 'create',
    object: 'adSet',
    objectId: adSet.id,
    accountId,
  });
  call.store.commit([{ kind: 'adSet', value: adSet }], note);
  return createdAnswer(call, adSet.id);
}

type Upload = { readonly key: string; readonly name: string; readonly bytes: Uint8Array };

function readUploads(call: SignedCall): readonly Upload[] {
  const base64 = textParam(call.params, 'bytes');
  if (base64 !== null) {
    const name = textParam(call.params, 'name') ?? 'untitled';
    return [{ key: 'bytes', name, bytes: decodeBase64(base64) }];
  }
  const uploads = call.params.files.map((file) => {
    if (!/\.(png|jpe?g)$/i.test(file.filename)) {
      throw badParam('The name of an image file must end in .jpg or .png.', file.part);
    }
    return { key: file.filename, name: file.filename, bytes: file.bytes };
  });
  if (uploads.length === 0) throw badParam('An image is required: send bytes or a file.', 'bytes');
  return uploads;
}

/** The same bytes in the same account are the same image. */
export function uploadImages(call: SignedCall, accountId: string): JsonObject {
  writableAccount(call, accountId);
  requireKnownParams(call.params, 'upload-image');
  const images: Record<string, Json> = {};
  for (const upload of readUploads(call)) {
    const { hash, width, height, mime } = readPicture(upload.bytes);
    const id = `${accountId}:${hash}`;
    const known = call.store.get('image', id);
    const deduplicated = known !== undefined && !known.deleted;
    const image: Image = deduplicated
      ? known
      : {
          id,
          accountId,
          hash,
          name: upload.name,
          width,
          height,
          mime,
          createdAt: call.now,
          deleted: false,
        };
    call.store.blobs.put(hash, upload.bytes);
    const note = ledgerNote(call, {
      action: 'create',
      object: 'image',
      objectId: hash,
      accountId,
      deduplicated,
    });
    call.store.commit(deduplicated ? [] : [{ kind: 'image', value: image }], note);
    images[upload.key] = {
      hash,
      url: `${call.publicUrl}/sandbox/images/${hash}`,
      name: image.name,
      width,
      height,
      url_128: `${call.publicUrl}/sandbox/images/${hash}`,
    };
  }
  return { images };
}

/** The same content is the same creative, whatever its name. */
export function createCreative(call: SignedCall, accountId: string): JsonObject {
  const account = writableAccount(call, accountId);
  requireKnownParams(call.params, 'create-creative');
  const { name, content, contentHash } = readNewCreative(call, account);
  if (isRehearsal(call)) return { success: true };
  const known = call.store.list(
    'creative',
    (row) =>
      row.accountId === accountId && row.contentHash === contentHash && row.status === 'ACTIVE',
  )[0];
  const creative: Creative = known ?? {
    id: call.store.nextId('creative'),
    accountId,
    createdAt: call.now,
    name,
    status: 'ACTIVE',
    contentHash,
    content,
  };
  const deduplicated = known !== undefined;
  const note = ledgerNote(call, {
    action: 'create',
    object: 'creative',
    objectId: creative.id,
    accountId,
    deduplicated,
  });
  call.store.commit(deduplicated ? [] : [{ kind: 'creative', value: creative }], note);
  return createdAnswer(call, creative.id);
}

export function createAd(call: SignedCall, accountId: string): JsonObject {
  const account = writableAccount(call, accountId);
  requireKnownParams(call.params, 'create-ad');
  const { name, status, adSet, creative, conversionDomain, trackingSpecs } = readNewAd(
    call,
    account,
  );
  if (isRehearsal(call)) return { success: true };
  const siblings = call.store.list('ad', (row) => row.adSetId === adSet.id);
  const ad: Ad = {
    id: call.store.nextId('ad'),
    accountId,
    campaignId: adSet.campaignId,
    adSetId: adSet.id,
    createdAt: call.now,
    processingMs: call.settings.processingSeconds * 1000,
    ordinal: siblings.length,
    conversionDomain,
    trackingSpecs,
    reviewsAt: status === 'ACTIVE' ? [call.now] : [],
    forcedVerdicts: [],
    reviewOrders: ordersByRule(call.store, creative, call.now),
    versions: [{ at: call.now, name, status, creativeId: creative.id }],
  };
  const puts: Put[] = [{ kind: 'ad', value: ad }];
  // A further ad restarts learning, but only once the ad set has been running.
  if (siblings.some((row) => row.versions.some((version) => version.status === 'ACTIVE'))) {
    puts.push({
      kind: 'adSet',
      value: { ...adSet, significantEditsAt: [...adSet.significantEditsAt, call.now] },
    });
  }
  call.store.commit(
    puts,
    ledgerNote(call, { action: 'create', object: 'ad', objectId: ad.id, accountId }),
  );
  return createdAnswer(call, ad.id);
}
