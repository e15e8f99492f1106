import { expect, test } from 'vitest';
import { isDeploymentProblemCode } from '../../domain/deployment/problems.ts';
import { classifyGraphError } from './errors.ts';
import { graphErrorIn, parseBody } from './parse.ts';
import { redact } from './redact.ts';
import { readUsage, retryAfterMs } from './usage.ts';

function classify(code: number, subcode: number | null, retry: number | null = null) {
  const error = {
    code,
    subcode,
    title: null,
    detail: null,
    blame: [],
    traceId: null,
    transient: false,
  };
  return classifyGraphError(error, retry);
}

test.each([
  [1, null, 'TRANSIENT'],
  [2, 1504043, 'TRANSIENT'],
  [-1, null, 'TRANSIENT'],
  [4, null, 'THROTTLED'],
  [17, 2446079, 'THROTTLED'],
  [613, 1487742, 'THROTTLED'],
  [613, 1487632, 'BLOCKED'],
  [80004, 2446079, 'THROTTLED'],
  [190, 463, 'AUTH_EXPIRED'],
  [190, 460, 'AUTH_REVOKED'],
  [190, 459, 'NEEDS_HUMAN'],
  [102, null, 'AUTH_REVOKED'],
  [10, null, 'PERMISSION'],
  [200, null, 'PERMISSION'],
  [294, null, 'PERMISSION'],
  [100, 33, 'NOT_FOUND'],
  [2635, null, 'VERSION_DEAD'],
  [368, null, 'BLOCKED'],
  [100, 1885316, 'NEEDS_HUMAN'],
  [100, 1359188, 'NEEDS_HUMAN'],
  [100, 1885183, 'NEEDS_HUMAN'],
  [100, 1885272, 'VALIDATION'],
  [100, 4834011, 'VALIDATION'],
  [100, null, 'VALIDATION'],
] as const)('%s/%s is %s', (code, subcode, kind) => {
  const failure = classify(code, subcode);
  expect(failure.kind).toBe(kind);
  expect(isDeploymentProblemCode(failure.problem)).toBe(true);
});

test('a throttle waits as long as Meta says, else five minutes', () => {
  expect(classify(17, null, 1000).retryAfterMs).toBe(1000);
  expect(classify(17, null).retryAfterMs).toBe(300_000);
  expect(classify(100, null).retryAfterMs).toBeNull();
});

test('reads usage from headers, also where Meta nests JSON in a string', () => {
  const headers = {
    'x-app-usage': '{"call_count":12,"total_cputime":1,"total_time":1}',
    'x-business-use-case-usage':
      '{"1":[{"type":"ads_management","call_count":100,"estimated_time_to_regain_access":5}]}',
  };
  expect(readUsage(headers)).toMatchObject({ percent: 100, waitMs: 300_000 });
  expect(retryAfterMs(headers)).toBe(300_000);
  expect(retryAfterMs({ 'x-app-usage': 'not json' })).toBeNull();
});

test('finds an error in any body, blamed fields also in a string', () => {
  const body = parseBody(
    '{"error":{"message":"Invalid parameter","code":100,"error_subcode":1870227,"error_data":"{\\"blame_field_specs\\":[[\\"targeting\\",\\"age_max\\"]]}"}}',
  );
  expect(body === null ? null : graphErrorIn(body)).toMatchObject({
    code: 100,
    subcode: 1870227,
    blame: ['targeting.age_max'],
  });
});

test.each(['<html>', '', 'null', '[1]', '{"id":"1"'])('%j is no answer', (text) => {
  expect(parseBody(text)).toBeNull();
});

test('hides tokens, proofs and codes, and leaves ordinary words', () => {
  const text =
    'GET https://g/me?access_token=EAAabcdefghijklmnop&appsecret_proof=ff00&code=AQD1 Bearer EAAxyzxyzxyzxyz code: 190';
  expect(redact(text)).toBe(
    'GET https://g/me?access_token=[hidden]&appsecret_proof=[hidden]&code=[hidden] Bearer [hidden] code: 190',
  );
});
