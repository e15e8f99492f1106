import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import { projectPageSchema, skippedSchema } from '../../contract/http.ts';
import type { ProjectPageDto } from '../../contract/http.ts';
import { approvalSchema } from '../../contract/launch.ts';
import { messageSchema } from '../../contract/model.ts';

type Answer = { status: number; body: unknown; location: string | null };

/** A person with a browser's habits and no browser: cookies, redirects, and patience. */
export type Person = {
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** A GET whose answer is read as it comes. */
  open(path: string, signal: AbortSignal): Promise<Response>;
  page(): Promise<ProjectPageDto>;
  /** Looks at the page until `find` gives something; fails with the last page's state after `ms`. */
  until<Found>(
    what: string,
    find: (page: ProjectPageDto) => Found | undefined | null | false,
    ms?: number,
  ): Promise<Found>;
  say(content: string, ms?: number): Promise<void>;
  approve(kind: 'brief' | 'campaign-plan'): Promise<void>;
  connectFacebook(): Promise<void>;
  skip(days: 1 | 7): Promise<number>;
  readonly projectId: string;
};

export const BAKERY = {
  name: 'Crumb & Crust',
  lines: [
    'We are Crumb & Crust, a small sourdough bakery in Leeds, UK. We sell fresh bread and pastries.',
    'Families and young professionals around Leeds who like good food.',
    'About £450 a month. What makes us special is that we bake through the night and deliver before 8 in the morning.',
    'More visits to our website, it is www.crumbandcrust.example',
  ],
} as const;

function createCaller(url: string): Pick<Person, 'call' | 'open'> {
  let cookie = '';
  const open: Person['open'] = async (path, signal) =>
    await fetch(`${url}${path}`, { headers: { cookie }, signal });
  const call: Person['call'] = async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        origin: url,
        cookie,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = response.headers.getSetCookie();
    if (set.length > 0) cookie = set.map((one) => one.split(';')[0]).join('; ');
    const text = await response.text();
    return {
      status: response.status,
      body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text,
      location: response.headers.get('location'),
    };
  };
  return { call, open };
}

/** Repeats a request as it was while nobody answers it, as a person with a bad connection presses again. */
function createPatientCaller(call: Person['call'], patienceMs: number): Person['call'] {
  return async (method, path, body) => {
    for (const deadline = Date.now() + patienceMs; ; await delay(200)) {
      try {
        const answer = await call(method, path, body);
        if (answer.status < 500 || Date.now() > deadline) return answer;
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  };
}

/** Signs up with a fresh address and opens a project; `patienceMs` is for tests that take the API away. */
export async function createPerson(
  url: string,
  projectName: string = BAKERY.name,
  patienceMs = 0,
): Promise<Person> {
  const { call: callOnce, open } = createCaller(url);
  const call = createPatientCaller(callOnce, patienceMs);
  const expectOk = async <Schema extends z.ZodType>(
    schema: Schema | null,
    answer: Promise<Answer>,
  ) => {
    const { status, body } = await answer;
    if (status >= 400) throw new Error(`The API answered ${status}: ${JSON.stringify(body)}`);
    return schema === null ? null : schema.parse(body);
  };
  const email = `${randomUUID()}@example.test`;
  await expectOk(
    null,
    call('POST', '/api/auth/sign-up/email', {
      name: 'Maria',
      email,
      password: 'sourdough-and-butter-7',
    }),
  );
  const projectId = randomUUID();
  await expectOk(null, call('POST', '/api/projects', { id: projectId, name: projectName }));

  const page = async () =>
    projectPageSchema.parse((await call('GET', `/api/projects/${projectId}`)).body);
  const until: Person['until'] = async (what, find, ms = 60_000) => {
    const deadline = Date.now() + ms;
    for (;;) {
      const now = await page();
      const found = find(now);
      if (found !== undefined && found !== null && found !== false) return found;
      if (Date.now() > deadline) {
        const last = now.messages
          .slice(-3)
          .map(({ type, status, content }) => ({ type, status, content }));
        throw new Error(
          `Waited in vain for ${what}: ${JSON.stringify({ project: now.project, last, campaigns: now.campaigns })}`,
        );
      }
      await delay(150);
    }
  };
  return {
    projectId,
    call,
    open,
    page,
    until,
    async say(content, ms = 60_000) {
      const conversation = (await page()).conversations.findLast(
        ({ status }) => status === 'ACTIVE',
      );
      const id = randomUUID();
      await expectOk(
        messageSchema,
        call('POST', '/api/chat/message', { id, conversationId: conversation?.id, content }),
      );
      const answered = ({ messages }: ProjectPageDto) =>
        messages.find((one) => one.replyTo === id && one.status === 'complete');
      await until('an answer', answered, ms);
    },
    async approve(kind) {
      const card = await until(`the ${kind} card`, ({ approvals }) =>
        approvals.find((one) => one.kind === kind && one.status === 'PENDING'),
      );
      const { id: approvalId, contentHash } = card;
      await expectOk(
        approvalSchema,
        call('POST', '/api/chat/approve', { approvalId, contentHash, verdict: 'approve' }),
      );
    },
    async connectFacebook() {
      await until('the connect card', ({ messages }) =>
        messages.find(({ type }) => type === 'FB_CONNECT'),
      );
      const { location } = await call('GET', `/api/auth/facebook?projectId=${projectId}`);
      const back = await consent(location ?? '');
      await call('GET', back.replace(url, ''));
    },
    async skip(days) {
      const began = Date.now();
      await expectOk(skippedSchema, call('POST', '/api/sandbox/skip', { days }));
      return Date.now() - began;
    },
  };
}

/** Presses "Continue" on the sandbox's consent page as it is offered. @returns where it sends the person back to. */
async function consent(dialog: string): Promise<string> {
  const offered = await fetch(dialog);
  const html = await offered.text();
  const form = new URLSearchParams({ decision: 'allow' });
  for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
    const attribute = (name: string) =>
      new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&');
    const name = attribute('name');
    if (name !== undefined && (attribute('type') === 'hidden' || tag.includes('checked'))) {
      form.append(name, attribute('value') ?? '');
    }
  }
  const action = /<form[^>]*action="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? dialog;
  const answer = await fetch(new URL(action, dialog), {
    method: 'POST',
    redirect: 'manual',
    body: form,
    headers: {
      cookie: offered.headers
        .getSetCookie()
        .map((one) => one.split(';')[0])
        .join('; '),
    },
  });
  return answer.headers.get('location') ?? '';
}
