import { randomUUID } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  getConnection,
  saveConnection,
  setConnectionState,
} from '../../db/repositories/connections.ts';
import type { ConnectionRow } from '../../db/repositories/connections.ts';
import { listEventsAfter } from '../../db/repositories/events.ts';
import {
  countUnread,
  insertNotification,
  listNotifications,
  markNotificationRead,
} from '../../db/repositories/notifications.ts';
import { consumeOauthState, createOauthState } from '../../db/repositories/oauth-state.ts';
import { listProjects } from '../../db/repositories/projects.ts';
import type { Trx } from '../../db/client.ts';
import { asOwner } from '../../db/tenant.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { START, addProject, createOwnerProject } from '../support/owner-world.ts';
import type { OwnerProject } from '../support/owner-world.ts';

describe('accounts', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
  });
  afterAll(() => database.drop());

  function own<Result>(project: OwnerProject, work: (trx: Trx) => Promise<Result>) {
    return asOwner(database.app, project.ownerId, work);
  }

  it('serve better-auth through the role of sign-in: sign up, session, sign out, rate limit', async () => {
    const auth = betterAuth({
      baseURL: 'http://localhost:3000',
      secret: 'a secret that is long enough for a test',
      database: { db: database.auth, type: 'postgres' },
      emailAndPassword: { enabled: true },
      rateLimit: { enabled: true, storage: 'database' },
      advanced: { ipAddress: { ipAddressHeaders: ['x-client'] } },
      telemetry: { enabled: false },
      logger: { disabled: true },
    });
    const ask = (path: string, init: RequestInit = {}, cookie = '') =>
      auth.handler(
        new Request(`http://localhost:3000/api/auth/${path}`, {
          ...init,
          headers: {
            'content-type': 'application/json',
            origin: 'http://localhost:3000',
            'x-client': '10.0.0.1',
            cookie,
          },
        }),
      );
    const signUp = { name: 'Pat\0', email: 'pat@example.test', password: 'a long password' };
    const answer = await ask('sign-up/email', { method: 'POST', body: JSON.stringify(signUp) });
    expect(answer.status).toBe(200);
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const session = async (): Promise<unknown> =>
      await (await ask('get-session', {}, cookie)).json();
    expect(await session()).toMatchObject({
      user: { name: 'Pat', email: 'pat@example.test', emailVerified: false },
    });
    expect((await ask('sign-out', { method: 'POST', body: '{}' }, cookie)).status).toBe(200);
    expect(await session()).toBeNull();
    const wrong = JSON.stringify({ email: signUp.email, password: 'not the password' });
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      statuses.push((await ask('sign-in/email', { method: 'POST', body: wrong })).status);
    }
    expect(statuses[0]).toBe(401);
    expect(statuses.at(-1)).toBe(429);
  });

  describe('with Facebook', () => {
    function state(project: OwnerProject, changes: { expiresAt?: number } = {}) {
      return {
        stateHash: randomUUID(),
        userId: project.ownerId,
        sessionId: 's1',
        projectId: project.projectId,
        expiresAt: START + 600_000,
        ...changes,
      };
    }

    it('a state is used by one of many answers', async () => {
      const project = await createOwnerProject(database);
      const sent = state(project);
      await own(project, (trx) => createOauthState(trx, sent));
      const use = { stateHash: sent.stateHash, sessionId: 's1', wallNow: START + 1000 };
      const used = await Promise.all(
        Array.from({ length: 10 }, () => own(project, (trx) => consumeOauthState(trx, use))),
      );
      expect(used.filter((found) => found !== null)).toEqual([{ projectId: project.projectId }]);
    });

    it('a state of another session or person, or that ran out, is worth nothing', async () => {
      const project = await createOwnerProject(database);
      const stranger = await createOwnerProject(database);
      const sent = state(project);
      await own(project, (trx) => createOauthState(trx, sent));
      const use = { stateHash: sent.stateHash, sessionId: 's1', wallNow: START };
      const attempts = await Promise.all([
        own(project, (trx) => consumeOauthState(trx, { ...use, sessionId: 's2' })),
        own(stranger, (trx) => consumeOauthState(trx, use)),
        own(project, (trx) => consumeOauthState(trx, { ...use, wallNow: sent.expiresAt })),
      ]);
      expect(attempts).toEqual([null, null, null]);
    });

    it('a new sign-in replaces the connection, and a lost one is shown in every project', async () => {
      const project = await createOwnerProject(database);
      const second = { ...project, projectId: randomUUID() };
      await own(project, (trx) =>
        addProject(trx, { ...second, conversationId: randomUUID(), briefId: randomUUID() }),
      );
      const connection: ConnectionRow = {
        id: randomUUID(),
        userId: project.ownerId,
        fbUserId: '1',
        fbUserName: 'Pat Miller',
        fbAccountId: null,
        pageId: null,
        tokenCiphertext: 'sealed',
        tokenKeyId: 'k1',
        tokenExpiresAt: START + 1,
        dataAccessExpiresAt: null,
        scopes: ['ads_read'],
        state: 'CONNECTED',
        adAccounts: [],
        pages: [{ id: '2', name: 'Bakery', canAdvertise: true }],
        connectedAt: START,
        checkedAt: START,
        renewedAt: null,
        remindedDays: null,
      };
      const { projectId } = project;
      await own(project, (trx) => saveConnection(trx, { ...connection, projectId, now: START }));
      const renewed = { ...connection, tokenCiphertext: 'sealed again', tokenExpiresAt: null };
      await own(project, (trx) => saveConnection(trx, { ...renewed, projectId, now: START }));
      expect(await own(project, (trx) => getConnection(trx, project.ownerId))).toEqual(renewed);

      const lost = { userId: project.ownerId, state: 'EXPIRED', now: START } as const;
      await own(project, (trx) => setConnectionState(trx, lost));
      const projects = await own(project, listProjects);
      const events = await own(project, (trx) =>
        listEventsAfter(trx, { ownerId: project.ownerId, after: 0, limit: 99 }),
      );
      const told = events
        .filter(({ type }) => type === 'connection')
        .map((event) => event.projectId);
      expect(new Set(told)).toEqual(new Set(projects.map(({ id }) => id)));
    });
  });

  it('have a bell that counts what is unread and keeps the first time of reading', async () => {
    const project = await createOwnerProject(database);
    const { projectId, ownerId } = project;
    const ids = [randomUUID(), randomUUID()] as const;
    for (const [index, id] of ids.entries()) {
      const bell = { kind: 'ALERT', title: 'Look', body: 'News.', messageId: null } as const;
      const now = START + index;
      await own(project, (trx) =>
        insertNotification(trx, { ...bell, id, projectId, ownerId, now }),
      );
      await own(project, (trx) =>
        insertNotification(trx, { ...bell, id, projectId, ownerId, now }),
      );
    }
    const read = (now: number) =>
      own(project, (trx) => markNotificationRead(trx, { id: ids[0], ownerId, now }));
    expect(await own(project, countUnread)).toBe(2);
    expect(await read(START + 10)).toMatchObject({ readAt: START + 10 });
    expect(await read(START + 20)).toMatchObject({ readAt: START + 10 });
    expect(await own(project, countUnread)).toBe(1);
    const listed = await own(project, (trx) => listNotifications(trx));
    expect(listed.map(({ id }) => id)).toEqual(ids.toReversed());
    const stranger = await createOwnerProject(database);
    const attempt = { id: ids[1], ownerId: stranger.ownerId, now: START };
    expect(await own(stranger, (trx) => markNotificationRead(trx, attempt))).toBeNull();
  });
});
