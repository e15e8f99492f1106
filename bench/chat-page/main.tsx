import { createSignal, Show } from 'solid-js';
import { render } from 'solid-js/web';
import * as smd from 'streaming-markdown';
import type { MessageDto } from '../../contract/model.ts';
import { CHAT, id, page, PROJECT } from '../../test/e2e/scenes/page.ts';
import { threadOf } from '../../ui/src/conversation/conversations.ts';
import { Thread } from '../../ui/src/conversation/thread.tsx';
import { createPageKeeper } from '../../ui/src/state/page-keeper.ts';
import type { PageKeeper } from '../../ui/src/state/page-keeper.ts';
import { ProjectContext } from '../../ui/src/state/project-context.ts';
import type { ProjectStore } from '../../ui/src/state/project-store.ts';
import '../../ui/src/styles/tokens.css';
import '../../ui/src/styles/base.css';
import '../../ui/src/styles/chat.css';
import '../../ui/src/styles/blocks.css';
import '../../ui/src/styles/layout.css';

const ANSWER = id(99);
/** Finished messages above the answer, in both ways alike. */
const BEFORE = 40;

/** What the bench calls from outside. */
type Bench = {
  /** Writes the chunks as they come in `perTick` at a time, every `tickMs`. @returns once the last one is drawn. */
  run(way: 'ours' | 'alone', chunks: readonly string[], pace: Pace): Promise<void>;
};
type Pace = { readonly perTick: number; readonly tickMs: number };

function message(n: number, more: Partial<MessageDto>): MessageDto {
  return {
    id: id(1000 + n),
    conversationId: CHAT,
    projectId: PROJECT,
    type: 'TEXT',
    role: n % 2 === 0 ? 'user' : 'agent',
    status: 'complete',
    content: `Message ${n} of the conversation, **as long** as people write them, and a bit more.`,
    metadata: { kind: 'none' },
    replyTo: null,
    position: n,
    createdAt: 0,
    ...more,
  };
}

function storeOf(keeper: PageKeeper): ProjectStore {
  const nothing = (): void => undefined;
  return {
    get state() {
      return keeper.shown;
    },
    online: () => true,
    problem: () => null,
    apply: keeper.apply,
    send: nothing,
    resend: nothing,
    giveUp: () => null,
    reload: () => Promise.resolve(),
  };
}

function Page(props: { keeper: PageKeeper }) {
  const store = storeOf(props.keeper);
  return (
    <ProjectContext.Provider value={store}>
      <main class="middle" style={{ height: '100vh' }}>
        <Show when={props.keeper.shown}>
          {(state) => <Thread view={threadOf(state().page, null)} state={state()} store={store} />}
        </Show>
      </main>
    </ProjectContext.Provider>
  );
}

const drawn = async (): Promise<void> =>
  await new Promise((resolve) =>
    requestAnimationFrame(() => requestAnimationFrame(() => resolve())),
  );

async function paced(chunks: readonly string[], pace: Pace, write: (text: string) => void) {
  let next = 0;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      for (let n = 0; n < pace.perTick && next < chunks.length; n += 1) {
        write(chunks[next] ?? '');
        next += 1;
      }
      if (next < chunks.length) return;
      clearInterval(timer);
      resolve();
    }, pace.tickMs);
  });
  await drawn();
}

const root = document.getElementById('root') ?? document.body;
const [, setRound] = createSignal(0);
let dispose: () => void = () => undefined;

async function open(): Promise<PageKeeper> {
  dispose();
  root.replaceChildren();
  const keeper = createPageKeeper(() => undefined);
  const before = Array.from({ length: BEFORE }, (_, n) => message(n, {}));
  const answer = message(BEFORE, { id: ANSWER, role: 'agent', status: 'streaming', content: '' });
  keeper.take(page({ messages: [...before, answer] }));
  dispose = render(() => <Page keeper={keeper} />, root);
  setRound((round) => round + 1);
  await drawn();
  return keeper;
}

const bench: Bench = {
  async run(way, chunks, pace) {
    const keeper = await open();
    if (way === 'alone') {
      // In the place of our own rendering, so that the same page is laid out around it.
      const place = document.createElement('div');
      place.className = 'prose';
      document.querySelector('.thread')?.append(place);
      const parser = smd.parser(smd.default_renderer(place));
      await paced(chunks, pace, (text) => smd.parser_write(parser, text));
      return;
    }
    let offset = 0;
    await paced(chunks, pace, (text) => {
      const at = { projectId: PROJECT, conversationId: CHAT, messageId: ANSWER, attempt: 1 };
      keeper.apply({ kind: 'delta', delta: { ...at, offset, text } });
      offset += text.length;
    });
  },
};
Object.assign(window, { bench });
