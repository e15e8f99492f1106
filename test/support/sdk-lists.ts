import {
  Ad,
  AdCreative,
  AdCreativeLinkData,
  AdSet,
  Campaign,
  LeadgenForm,
  Targeting,
} from 'facebook-nodejs-business-sdk';
import { objectIn, rowsIn, wordIn } from './sandbox-answers.ts';
import type { JsonObject } from './sandbox-answers.ts';

/** A frozen list of the SDK: its keys are names, its values what goes over the wire. */
type SdkList = Readonly<Record<string, unknown>>;

type Shape = {
  readonly fields: SdkList;
  /** Parameters that may only be written, so no field of the object tells of them. */
  readonly more?: readonly string[];
  readonly values?: Readonly<Record<string, SdkList>>;
};

const SHAPES: Readonly<Record<string, Shape>> = {
  campaign: {
    fields: Campaign.Fields,
    values: {
      objective: Campaign.Objective,
      bid_strategy: Campaign.BidStrategy,
      status: Campaign.Status,
      special_ad_categories: Campaign.SpecialAdCategories,
      special_ad_category_country: Campaign.SpecialAdCategoryCountry,
    },
  },
  'ad-set': {
    fields: AdSet.Fields,
    values: {
      billing_event: AdSet.BillingEvent,
      optimization_goal: AdSet.OptimizationGoal,
      destination_type: AdSet.DestinationType,
      bid_strategy: AdSet.BidStrategy,
      status: AdSet.Status,
    },
  },
  creative: { fields: AdCreative.Fields },
  ad: { fields: Ad.Fields, values: { status: Ad.Status } },
  image: { fields: { bytes: 'bytes' } },
  'lead-form': { fields: LeadgenForm.Fields, more: ['privacy_policy', 'thank_you_page'] },
};

/**
 * What of the writes in a sandbox's ledger Meta's own SDK does not know: names of parameters, and values of closed
 * lists. An empty list means that nothing of ours is invented.
 */
export function unknownToSdk(ledger: JsonObject): string[] {
  return rowsIn(ledger['entries']).flatMap((entry) => {
    const kind = wordIn(entry['kind']);
    const object = kind.replace(/^[a-z]+-/, '');
    const shape = SHAPES[object];
    if (shape === undefined) return [`No list for ${kind}`];
    const params = objectIn(entry['params']);
    return [...unknownNames(kind, params, shape), ...unknownParts(kind, params)];
  });
}

function unknownNames(kind: string, params: JsonObject, shape: Shape): string[] {
  const known = new Set([...Object.values(shape.fields), ...(shape.more ?? [])]);
  return Object.entries(params).flatMap(([name, value]) => {
    if (!known.has(name)) return [`${kind}: ${name}`];
    const list = shape.values?.[name];
    if (list === undefined) return [];
    const allowed = new Set(Object.values(list));
    const given: unknown[] = Array.isArray(value) ? value : [value];
    return given
      .filter((one) => !allowed.has(one))
      .map((one) => `${kind}: ${name}=${JSON.stringify(one)}`);
  });
}

/** Parts inside a parameter that have lists of their own. */
function unknownParts(kind: string, params: JsonObject): string[] {
  const inside = (part: unknown, list: SdkList): string[] => {
    const known = new Set(Object.values(list));
    return Object.keys(objectIn(part ?? {}))
      .filter((name) => !known.has(name))
      .map((name) => `${kind}: ${name}`);
  };
  const story = objectIn(params['object_story_spec'] ?? {});
  const link = objectIn(story['link_data'] ?? {});
  const button = objectIn(link['call_to_action'] ?? {})['type'];
  const buttons = new Set<unknown>(Object.values(AdCreative.CallToActionType));
  return [
    ...inside(params['targeting'], Targeting.Fields),
    ...inside(link, AdCreativeLinkData.Fields),
    ...(button === undefined || buttons.has(button)
      ? []
      : [`${kind}: button ${JSON.stringify(button)}`]),
  ];
}
