import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import {
  closeApproval,
  decideApprovalRow,
  getApproval,
  insertApproval,
  markApprovalReminded,
  reviseApproval,
} from '../../db/repositories/approvals.ts';
import {
  currentBrief,
  getBrief,
  newBriefVersion,
  saveBriefDraft,
} from '../../db/repositories/briefs.ts';
import { briefCard } from '../../domain/approval/card.ts';
import type { Trx } from '../../db/client.ts';
import { asOwner } from '../../db/tenant.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { START, addCampaign, createOwnerProject } from '../support/owner-world.ts';
import type { OwnerProject } from '../support/owner-world.ts';

const HOUR = 3_600_000;

describe('an approval', () => {
  let database: TestDatabase;
  let project: OwnerProject;
  let approvalId: string;
  beforeAll(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    project = await createOwnerProject(database);
    ({ approvalId } = await own((trx) => addCampaign(trx, project)));
  });

  function own<Result>(work: (trx: Trx) => Promise<Result>): Promise<Result> {
    return asOwner(database.app, project.ownerId, work);
  }

  function change(now = START + HOUR) {
    return { id: approvalId, projectId: project.projectId, ownerId: project.ownerId, now };
  }

  function decision(changes: Partial<Parameters<typeof decideApprovalRow>[1]> = {}) {
    return {
      ...change(),
      verdict: 'approve',
      contentHash: 'plan-hash',
      by: 'person',
      from: 'web',
      reason: null,
      ...changes,
    } as const;
  }

  it('goes to exactly one of many verdicts given at once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        own((trx) =>
          decideApprovalRow(trx, decision({ verdict: index % 2 === 0 ? 'approve' : 'reject' })),
        ),
      ),
    );
    const winners = outcomes.filter((outcome) => outcome?.decided === true);
    expect(winners).toHaveLength(1);
    const status = winners[0]?.approval.status;
    expect(outcomes.map((outcome) => outcome?.approval.status)).toEqual(
      Array.from({ length: 20 }, () => status),
    );
  });

  it.each([
    ['another content', { contentHash: 'older-hash' }],
    ['a card that has run out', { now: START + 48 * HOUR }],
  ])('refuses a verdict on %s and stays as it is', async (_name, changes) => {
    const outcome = await own((trx) => decideApprovalRow(trx, decision(changes)));
    expect(outcome).toMatchObject({ decided: false, approval: { status: 'PENDING' } });
  });

  it('can be decided up to its last millisecond', async () => {
    const late = decision({ now: START + 48 * HOUR - 1 });
    expect(await own((trx) => decideApprovalRow(trx, late))).toMatchObject({
      decided: true,
      approval: { status: 'GRANTED', decidedAt: START + 48 * HOUR - 1, decidedBy: 'person' },
    });
  });

  it('is not there for somebody else', async () => {
    const stranger = await createOwnerProject(database);
    const attempt = { ...decision(), ownerId: stranger.ownerId, projectId: stranger.projectId };
    expect(
      await asOwner(database.app, stranger.ownerId, (trx) => decideApprovalRow(trx, attempt)),
    ).toBeNull();
    expect(await own((trx) => getApproval(trx, approvalId))).toMatchObject({ status: 'PENDING' });
  });

  it('once decided can neither expire, be replaced, be reminded of, nor change', async () => {
    await own((trx) => decideApprovalRow(trx, decision({ verdict: 'reject', reason: 'Too dear' })));
    const close = { ...change(), status: 'EXPIRED' } as const;
    expect(await own((trx) => closeApproval(trx, close))).toBe('REJECTED');
    expect(await own((trx) => markApprovalReminded(trx, change()))).toBe(false);
    const { briefId } = project;
    const revised = { ...change(), contentHash: 'new', briefId, card: briefCard('Crumb') };
    expect(await own((trx) => reviseApproval(trx, revised))).toBeNull();
    expect(await own((trx) => getApproval(trx, approvalId))).toMatchObject({
      status: 'REJECTED',
      contentHash: 'plan-hash',
      reason: 'Too dear',
    });
  });

  it('is reminded of once', async () => {
    const reminded = await Promise.all(
      [1, 2, 3].map(() => own((trx) => markApprovalReminded(trx, change()))),
    );
    expect(reminded.filter((first) => first)).toHaveLength(1);
  });

  it('with a changed content takes the new hash only', async () => {
    const { briefId } = project;
    const revised = { ...change(), contentHash: 'new-hash', briefId, card: briefCard('Crumb') };
    await own((trx) => reviseApproval(trx, revised));
    expect(await own((trx) => decideApprovalRow(trx, decision()))).toMatchObject({
      decided: false,
    });
    const fresh = decision({ contentHash: 'new-hash' });
    expect(await own((trx) => decideApprovalRow(trx, fresh))).toMatchObject({ decided: true });
  });

  it('that moves money cannot be stored without a limit and an end', async () => {
    const { projectId, ownerId, briefId } = project;
    const card = { card: null, authority: null, expiresAt: null, contentHash: 'h' };
    const plan = { ...card, id: randomUUID(), projectId, ownerId, briefId, now: START };
    await expect(
      own((trx) => insertApproval(trx, { ...plan, kind: 'campaign-plan', campaignRecordId: null })),
    ).rejects.toThrow(/check constraint/);
  });
});

describe('a brief', () => {
  let database: TestDatabase;
  let project: OwnerProject;
  beforeAll(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
    project = await createOwnerProject(database);
  });
  afterAll(() => database.drop());

  it('gathers what was learnt, and of two edits of one version takes the first', async () => {
    const { projectId, ownerId, briefId } = project;
    const own = <Result>(work: (trx: Trx) => Promise<Result>) =>
      asOwner(database.app, ownerId, work);
    const where = { projectId, ownerId, now: START };
    await own((trx) =>
      saveBriefDraft(trx, {
        ...where,
        id: briefId,
        changes: { product: 'Bread', monthlyBudget: { minor: 45_600, currency: 'GBP' } },
        sources: { product: 'said', monthlyBudget: 'said' },
      }),
    );
    const edit = (location: string) =>
      own((trx) =>
        newBriefVersion(trx, {
          ...where,
          id: randomUUID(),
          fromVersion: 1,
          status: 'PROPOSED',
          changes: { location },
          sources: { location: 'edited' },
        }),
      );
    const edits = await Promise.all([edit('Leeds'), edit('York')]);
    const kept = edits.filter((brief) => brief !== null);
    expect(kept).toHaveLength(1);
    expect(await own((trx) => currentBrief(trx, projectId))).toEqual(kept[0]);
    expect(kept[0]).toMatchObject({
      version: 2,
      status: 'PROPOSED',
      product: 'Bread',
      monthlyBudget: { minor: 45_600, currency: 'GBP' },
      sources: { product: 'said', monthlyBudget: 'said', location: 'edited' },
    });
    expect(await own((trx) => getBrief(trx, briefId))).toMatchObject({ status: 'SUPERSEDED' });
  });
});
