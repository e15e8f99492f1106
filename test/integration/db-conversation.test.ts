import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import {
  getMessage,
  insertMessage,
  lastTextMessages,
  listMessages,
} from '../../db/repositories/messages.ts';
import type { NewMessage } from '../../db/repositories/messages.ts';
import { listEventsAfter } from '../../db/repositories/events.ts';
import {
  beginStream,
  finishStream,
  listStreams,
  requestStop,
  saveStream,
} from '../../db/repositories/stream.ts';
import { createConversation } from '../../db/repositories/conversations.ts';
import type { Trx } from '../../db/client.ts';
import { asOwner } from '../../db/tenant.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { START, createOwnerProject } from '../support/owner-world.ts';
import type { OwnerProject } from '../support/owner-world.ts';

describe('a conversation', () => {
  let database: TestDatabase;
  let project: OwnerProject;
  beforeAll(async () => {
    database = await createTestDatabase(inject('postgresUrl'));
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    project = await createOwnerProject(database);
  });

  function own<Result>(work: (trx: Trx) => Promise<Result>, owner = project): Promise<Result> {
    return asOwner(database.app, owner.ownerId, work);
  }

  function said(changes: Partial<NewMessage> = {}): NewMessage {
    return {
      id: randomUUID(),
      conversationId: project.conversationId,
      projectId: project.projectId,
      ownerId: project.ownerId,
      type: 'TEXT',
      role: 'user',
      status: 'complete',
      content: 'We bake bread.',
      metadata: { kind: 'none' },
      replyTo: null,
      now: START,
      ...changes,
    };
  }

  it('keeps a message that is sent again once, and tells of it once', async () => {
    const message = said();
    const first = await own((trx) => insertMessage(trx, message));
    const events = () =>
      own((trx) => listEventsAfter(trx, { ownerId: project.ownerId, after: 0, limit: 99 }));
    const told = (await events()).length;
    const again = await own((trx) => insertMessage(trx, { ...message, now: START + 5000 }));
    expect(first.kind).toBe('created');
    expect(again).toEqual({ ...first, kind: 'repeat' });
    expect(await events()).toHaveLength(told);
  });

  it('keeps one of twenty copies that arrive at once', async () => {
    const message = said();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => own((trx) => insertMessage(trx, message))),
    );
    expect(outcomes.filter(({ kind }) => kind === 'created')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'repeat')).toHaveLength(19);
  });

  it('refuses an id that is taken: by other words, another conversation, another person', async () => {
    const message = said();
    await own((trx) => insertMessage(trx, message));
    const otherWords = said({ id: message.id, content: 'We sell shoes.' });
    expect(await own((trx) => insertMessage(trx, otherWords))).toEqual({ kind: 'conflict' });

    const conversationId = randomUUID();
    const { projectId, ownerId } = project;
    const room = { type: 'AGENT', title: 'More', campaignRecordId: null, now: START } as const;
    await own((trx) =>
      createConversation(trx, { ...room, id: conversationId, projectId, ownerId }),
    );
    const elsewhere = said({ id: message.id, conversationId });
    expect(await own((trx) => insertMessage(trx, elsewhere))).toEqual({ kind: 'conflict' });

    const stranger = await createOwnerProject(database);
    const foreign = { ...message, ...stranger };
    expect(await own((trx) => insertMessage(trx, foreign), stranger)).toEqual({ kind: 'conflict' });
    expect(await own((trx) => getMessage(trx, message.id))).toMatchObject({
      content: 'We bake bread.',
      conversationId: project.conversationId,
    });
  });

  it('refuses a message whose conversation belongs to another project', async () => {
    const other = await createOwnerProject(database);
    const mixed = said({ conversationId: other.conversationId });
    await expect(own((trx) => insertMessage(trx, mixed))).rejects.toThrow(/foreign key/);
  });

  it('takes any letters: those Postgres cannot hold are left out, and a repeat stays a repeat', async () => {
    const metadata = { kind: 'error', code: 'a\0b\\u0000 \ud800' } as const;
    const message = said({ content: 'Bread\0 \ud83d\ude00 \ud83d and \\u0000', metadata });
    const created = await own((trx) => insertMessage(trx, message));
    expect(created).toMatchObject({
      kind: 'created',
      message: {
        content: 'Bread \ud83d\ude00 \ufffd and \\u0000',
        metadata: { kind: 'error', code: 'ab\\u0000 \ufffd' },
      },
    });
    expect(await own((trx) => insertMessage(trx, message))).toMatchObject({ kind: 'repeat' });
  });

  it('gives a model the last texts up to a message, oldest first, without cards', async () => {
    const contents = ['one', 'two', 'card', 'three', 'four'];
    for (const content of contents) {
      const type = content === 'card' ? 'FB_CONNECT' : 'TEXT';
      await own((trx) => insertMessage(trx, said({ content, type })));
    }
    const all = await own((trx) => listMessages(trx, project.projectId));
    expect(all.map(({ content }) => content)).toEqual(contents);
    const upToPosition = all[3]?.position ?? 0;
    const { conversationId } = project;
    const context = await own((trx) =>
      lastTextMessages(trx, { conversationId, upToPosition, count: 2 }),
    );
    expect(context.map(({ content }) => content)).toEqual(['two', 'three']);
  });

  it('reads an instant back to the millisecond', async () => {
    const message = said({ now: Date.UTC(2026, 9, 25, 0, 30, 15, 7) });
    const outcome = await own((trx) => insertMessage(trx, message));
    expect(outcome).toMatchObject({ message: { createdAt: message.now } });
  });

  describe('while an answer is being written', () => {
    const messageId = () => randomUUID();
    function bubble(id: string) {
      const { projectId, ownerId, conversationId } = project;
      return {
        messageId: id,
        projectId,
        ownerId,
        conversationId,
        replyTo: randomUUID(),
        now: START,
      };
    }

    it('a repeat after a crash starts the bubble over, and late pieces of the first change nothing', async () => {
      const id = messageId();
      const stream = bubble(id);
      expect(await own((trx) => beginStream(trx, stream))).toMatchObject({ attempt: 1 });
      await own((trx) => saveStream(trx, { ...stream, attempt: 1, content: 'Hello wor' }));
      expect(await own((trx) => beginStream(trx, stream))).toMatchObject({ attempt: 2 });
      expect(await own(listStreams)).toMatchObject([{ messageId: id, attempt: 2, content: '' }]);
      const late = { ...stream, attempt: 1, content: 'Hello world' };
      expect(await own((trx) => saveStream(trx, late))).toEqual({ goOn: false });
      expect(await own((trx) => finishStream(trx, { ...late, status: 'complete' }))).toBe(false);
      const final = { ...stream, attempt: 2, content: 'Good morning', status: 'complete' } as const;
      expect(await own((trx) => finishStream(trx, final))).toBe(true);
      expect(await own((trx) => getMessage(trx, id))).toMatchObject({
        status: 'complete',
        content: 'Good morning',
        role: 'agent',
      });
      expect(await own(listStreams)).toEqual([]);
      expect(await own((trx) => beginStream(trx, stream))).toBeNull();
    });

    it('a stop reaches the writer, also one that starts over', async () => {
      const id = messageId();
      const stream = bubble(id);
      await own((trx) => beginStream(trx, stream));
      const piece = { ...stream, attempt: 1, content: 'Hel' };
      expect(await own((trx) => saveStream(trx, piece))).toEqual({ goOn: true });
      expect(await own((trx) => requestStop(trx, id))).toMatchObject({ id, status: 'streaming' });
      expect(await own((trx) => saveStream(trx, piece))).toEqual({ goOn: false });
      expect(await own((trx) => beginStream(trx, stream))).toMatchObject({ stopRequested: true });
    });

    it('a stop that comes with the last words still counts', async () => {
      const id = messageId();
      const stream = bubble(id);
      await own((trx) => beginStream(trx, stream));
      await own((trx) => requestStop(trx, id));
      const final = { ...stream, attempt: 1, content: 'All of it', status: 'complete' } as const;
      expect(await own((trx) => finishStream(trx, final))).toBe(true);
      const message = await own((trx) => getMessage(trx, id));
      expect(message).toMatchObject({ status: 'stopped', content: 'All of it' });
    });

    it('a stop of somebody else, or of no running answer, changes nothing', async () => {
      const id = messageId();
      await own((trx) => beginStream(trx, bubble(id)));
      const stranger = await createOwnerProject(database);
      expect(await own((trx) => requestStop(trx, id), stranger)).toBeNull();
      expect(await own((trx) => requestStop(trx, randomUUID()))).toBeNull();
      expect(await own(listStreams)).toMatchObject([{ stopRequested: false }]);
    });
  });
});
