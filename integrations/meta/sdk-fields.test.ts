import {
  Ad,
  AdAccount,
  AdCreative,
  AdSet,
  AdsInsights,
  Campaign,
} from 'facebook-nodejs-business-sdk';
import { expect, test } from 'vitest';
import { TREE_FIELDS } from '../../domain/deployment/verify.ts';
import { AD_ACCOUNT_FIELDS } from './nodes.ts';
import { CAMPAIGN_INSIGHT_FIELDS, INSIGHT_FIELDS } from './reads.ts';

/** Names of one level of a field list; parts in braces belong to the level below. */
function names(list: string): string[] {
  let depth = 0;
  let flat = '';
  for (const letter of list) {
    if (letter === '{') depth += 1;
    if (depth === 0) flat += letter;
    if (letter === '}') depth -= 1;
  }
  return flat.split(',').map((name) => name.replace(/\.limit\(\d+\)/, ''));
}

function inside(list: string, edge: string): string {
  const start = list.indexOf('{', list.indexOf(edge)) + 1;
  let depth = 1;
  let end = start;
  for (; depth > 0; end += 1) {
    if (list[end] === '{') depth += 1;
    if (list[end] === '}') depth -= 1;
  }
  return list.slice(start, end - 1);
}

const SETS = inside(TREE_FIELDS, 'adsets');
const ADS = inside(SETS, 'ads.limit');

test.each([
  ['ad account', AD_ACCOUNT_FIELDS, AdAccount.Fields, []],
  ['insights', INSIGHT_FIELDS, AdsInsights.Fields, []],
  ['insights of a campaign', CAMPAIGN_INSIGHT_FIELDS, AdsInsights.Fields, []],
  ['campaign', TREE_FIELDS, Campaign.Fields, ['adsets']],
  ['ad set', SETS, AdSet.Fields, ['ads']],
  ['ad', ADS, Ad.Fields, []],
  ['creative', inside(ADS, 'creative'), AdCreative.Fields, []],
] as const)(
  'every field that is read of a %s stands in the SDK’s list',
  (_what, list, sdk, edges) => {
    const known = new Set<unknown>([...Object.values(sdk), ...edges]);
    expect(names(list).length).toBeGreaterThan(4);
    expect(names(list).filter((name) => !known.has(name))).toEqual([]);
  },
);
