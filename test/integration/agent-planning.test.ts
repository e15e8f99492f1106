import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { listApprovals } from '../../db/repositories/approvals.ts';
import { asOwner } from '../../db/tenant.ts';
import { problemWords } from '../../domain/project/problem-words.ts';
import { openWorld, START } from '../support/agent-world.ts';
import type { AgentWorld, TenantWish } from '../support/agent-world.ts';

let world: AgentWorld;

beforeAll(async () => {
  world = await openWorld(inject('postgresUrl'));
});
afterAll(async () => {
  await world.close();
});

const PROBLEMS: readonly (TenantWish & { code: string; account?: Record<string, unknown> })[] = [
  { code: 'plan.budget_too_low', brief: { monthlyBudget: { minor: 1_000, currency: 'GBP' } } },
  { code: 'plan.currency_mismatch', brief: { monthlyBudget: { minor: 45_000, currency: 'EUR' } } },
  { code: 'meta.payment_method_missing', account: { funding: false } },
  { code: 'meta.account_disabled', account: { status: 2 } },
  { code: 'meta.account_unsettled', account: { status: 3 } },
];

test.each(PROBLEMS)(
  '$code ends planning in words, without a card',
  async ({ code, account, ...wish }) => {
    const tenant = await world.addTenant(wish);
    if (account !== undefined) {
      await world.admin('account', { account: tenant.adAccountId, ...account });
    }
    const failure = await world.activities
      .preparePlan({ ...tenant, previousApprovalId: null, now: START })
      .then(
        () => null,
        (error: unknown) => error,
      );
    if (!(failure instanceof ApplicationFailure)) throw new Error('Planning had to fail.');
    expect(failure).toMatchObject({ type: code, nonRetryable: true });
    expect(problemWords(code, 'plan')).toMatch(/Nothing|No /);
    const approvals = await asOwner(world.database.app, tenant.ownerId, (trx) =>
      listApprovals(trx, tenant.projectId),
    );
    expect(approvals).toEqual([]);
  },
);

test('a passing fault of Meta is left to be tried again, and then leaves one card', async () => {
  const tenant = await world.addTenant();
  const input = { ...tenant, previousApprovalId: null, now: START };
  await world.admin('faults', { kind: 'outage', times: 1 });
  const failure = await world.activities.preparePlan(input).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(failure instanceof ApplicationFailure)) throw new Error('Planning had to fail.');
  expect(failure).toMatchObject({ type: 'meta.unavailable', nonRetryable: false });
  await world.activities.preparePlan(input);
  await Promise.all([world.activities.preparePlan(input), world.activities.preparePlan(input)]);
  const approvals = await asOwner(world.database.app, tenant.ownerId, (trx) =>
    listApprovals(trx, tenant.projectId),
  );
  expect(approvals).toHaveLength(1);
});
