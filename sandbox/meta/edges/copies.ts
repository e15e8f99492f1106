import type { SignedCall } from '../http/call.ts';
import { badParam } from '../http/graph-error.ts';
import { flagParam, objectParam, oneOf, textParam } from '../http/params.ts';
import { jsonText } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { current } from '../state/store.ts';
import type { Ad, AdSet, Campaign, ConfiguredStatus, Kind } from '../state/types.ts';
import { writableAccount } from './creates.ts';
import { ledgerNote } from './record.ts';
import { notGone } from './visibility.ts';

const STATUS_OPTIONS = ['ACTIVE', 'PAUSED', 'INHERITED_FROM_SOURCE'] as const;

type Copied = {
  readonly ad_object_type: string;
  readonly source_id: string;
  readonly copied_id: string;
};

type Copying = {
  readonly call: SignedCall;
  readonly status: (source: ConfiguredStatus) => ConfiguredStatus;
  readonly name: (source: string) => string;
  readonly made: Copied[];
};

/** `POST /{id}/copies`: a copy beside the original, with everything below it when asked. Not repeatable. */
export function copyObject(call: SignedCall, node: Campaign | AdSet | Ad): JsonObject {
  writableAccount(call, node.accountId);
  if (!notGone(call, node)) throw badParam('A deleted object cannot be copied.');
  const copying: Copying = {
    call,
    status: statusOption(call),
    name: renaming(call),
    made: [],
  };
  const deep = flagParam(call.params, 'deep_copy') === true;
  if ('adSetId' in node)
    return { copied_ad_id: copyAd(copying, node, node.adSetId, node.campaignId) };
  if ('campaignId' in node) {
    const id = copyAdSet(copying, node, node.campaignId, deep);
    return { copied_adset_id: id, ad_object_ids: copying.made };
  }
  const id = copyCampaign(copying, node, deep);
  return { copied_campaign_id: id, ad_object_ids: copying.made };
}

function statusOption(call: SignedCall): Copying['status'] {
  const option = oneOf(
    textParam(call.params, 'status_option') ?? 'PAUSED',
    STATUS_OPTIONS,
    'status_option',
  );
  return (source) => (option === 'INHERITED_FROM_SOURCE' ? source : option);
}

function renaming(call: SignedCall): Copying['name'] {
  const options = objectParam(call.params, 'rename_options') ?? {};
  const before = jsonText(options['rename_prefix']);
  const after =
    options['rename_suffix'] === undefined ? ' - Copy' : jsonText(options['rename_suffix']);
  return (source) => `${before}${source}${after}`;
}

function copyCampaign(copying: Copying, source: Campaign, deep: boolean): string {
  const { call } = copying;
  const id = call.store.nextId('campaign');
  const first = { ...current(source), at: call.now };
  const value: Campaign = {
    ...source,
    id,
    createdAt: call.now,
    versions: [{ ...first, name: copying.name(first.name), status: copying.status(first.status) }],
  };
  call.store.commit([{ kind: 'campaign', value }], noteOf(copying, source, 'campaign', id));
  if (deep) {
    const below = call.store.list('adSet', (row) => row.campaignId === source.id);
    for (const adSet of below) if (notGone(call, adSet)) copyAdSet(copying, adSet, id, true);
  }
  return id;
}

function copyAdSet(copying: Copying, source: AdSet, campaignId: string, deep: boolean): string {
  const { call } = copying;
  const id = call.store.nextId('adSet');
  const first = { ...current(source), at: call.now };
  const value: AdSet = {
    ...source,
    id,
    campaignId,
    createdAt: call.now,
    significantEditsAt: [call.now],
    budgetChangesAt: [],
    versions: [{ ...first, name: copying.name(first.name), status: copying.status(first.status) }],
  };
  call.store.commit([{ kind: 'adSet', value }], noteOf(copying, source, 'adSet', id));
  if (deep) {
    const below = call.store.list('ad', (row) => row.adSetId === source.id);
    for (const ad of below) if (notGone(call, ad)) copyAd(copying, ad, id, campaignId);
  }
  return id;
}

function copyAd(copying: Copying, source: Ad, adSetId: string, campaignId: string): string {
  const { call } = copying;
  const id = call.store.nextId('ad');
  const first = { ...current(source), at: call.now };
  const status = copying.status(first.status);
  const value: Ad = {
    ...source,
    id,
    adSetId,
    campaignId,
    createdAt: call.now,
    ordinal: call.store.list('ad', (row) => row.adSetId === adSetId).length,
    reviewsAt: status === 'ACTIVE' ? [call.now] : [],
    forcedVerdicts: [],
    versions: [{ ...first, name: copying.name(first.name), status }],
  };
  call.store.commit([{ kind: 'ad', value }], noteOf(copying, source, 'ad', id));
  return id;
}

const TYPES = { campaign: 'campaign', adSet: 'ad_set', ad: 'ad' } as const;

function noteOf(
  { call, made }: Copying,
  source: Campaign | AdSet | Ad,
  object: Kind & keyof typeof TYPES,
  objectId: string,
): ReturnType<typeof ledgerNote> {
  made.push({ ad_object_type: TYPES[object], source_id: source.id, copied_id: objectId });
  return ledgerNote(call, { action: 'create', object, objectId, accountId: source.accountId });
}
