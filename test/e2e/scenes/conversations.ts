import type { Page } from 'playwright-core';
import type { SearchHits } from '../../../contract/http.ts';
import type { ConversationDto, MessageDto } from '../../../contract/model.ts';
import { CHAT, DAY, id, MINUTE, NOW, page, PROJECT } from './page.ts';
import type { Scene } from './scene.ts';

const SIDE = id(21);
const OLD = id(22);

function conversation(n: string, title: string, more: Partial<ConversationDto>): ConversationDto {
  return {
    id: n,
    projectId: PROJECT,
    type: 'AGENT',
    status: 'ACTIVE',
    title,
    campaignRecordId: null,
    createdAt: NOW - DAY,
    ...more,
  };
}

const CONVERSATIONS = [
  conversation(CHAT, 'Your campaign', { type: 'CAMPAIGN' }),
  conversation(SIDE, 'Why did clicks drop on Sunday', {}),
  conversation(OLD, 'Ideas for Christmas', { status: 'ARCHIVED' }),
];

function said(n: number, more: Partial<MessageDto>): MessageDto {
  return {
    id: id(600 + n),
    conversationId: CHAT,
    projectId: PROJECT,
    type: 'TEXT',
    role: 'agent',
    status: 'complete',
    content: '',
    metadata: { kind: 'none' },
    replyTo: null,
    position: n,
    createdAt: NOW - 10 * MINUTE + n * 1000,
    ...more,
  };
}
const asked = (n: number, content: string, more: Partial<MessageDto> = {}): MessageDto =>
  said(n, { role: 'user', content, ...more });

const withTalk = (messages: readonly MessageDto[]) =>
  page({ conversations: CONVERSATIONS, messages: [...messages] });

const ANSWER = `Your ads were shown **1,240 times** last week. About 31 people clicked.

- Ad 1 got 19 clicks.
- Ad 2 got 12 clicks.

It is too early to tell which one is better. I look again on [Friday](https://example.com/calendar).`;

const STEPS = [
  { tool: 'look_at_performance', words: 'Looked at the last 7 days' },
  { tool: 'look_at_activity', words: 'Looked at what was done' },
];

/** Texts of a model that was talked into doing harm. */
export const HOSTILE_TEXT = `<img src=x onerror="window.hacked = 1"><script>window.hacked = 2</script>
![a picture](https://evil.test/spy.png) and [click me](javascript:window.hacked=3)
[good link](https://example.com/a) <iframe src="https://evil.test"></iframe>
[data](data:text/html,<script>window.hacked=4</script>) [file](file:///etc/passwd)
It costs $5 to $10 a day.`;

const hits: SearchHits = {
  hits: [
    {
      messageId: id(601),
      conversationId: CHAT,
      conversationTitle: 'Your campaign',
      projectId: PROJECT,
      projectName: 'Crumb & Crust',
      role: 'user',
      createdAt: NOW - DAY,
      snippet: [
        { text: 'We also bake ', hit: false },
        { text: 'gluten-free', hit: true },
        { text: ' bread on Fridays', hit: false },
      ],
    },
    {
      messageId: id(602),
      conversationId: SIDE,
      conversationTitle: 'Why did clicks drop on Sunday',
      projectId: PROJECT,
      projectName: 'Crumb & Crust',
      role: 'agent',
      createdAt: NOW - 2 * DAY,
      snippet: [
        { text: 'The ad about ', hit: false },
        { text: 'gluten-free', hit: true },
        { text: ' rolls had fewer views', hit: false },
      ],
    },
  ],
};

async function type(page_: Page, words: string): Promise<void> {
  await page_.getByTestId('search').filter({ visible: true }).fill(words);
  await page_.getByTestId('search-hits').filter({ visible: true }).waitFor();
}

/** Every state of a conversation. */
export const CONVERSATION_SCENES: readonly Scene[] = [
  {
    name: 'an answer with what was looked at',
    page: withTalk([
      asked(1, 'How did last week go?'),
      said(2, {
        content: ANSWER,
        replyTo: id(601),
        metadata: { kind: 'answer', steps: STEPS, waiting: null },
      }),
    ]),
    shots: { 'chat-answer': null },
    dark: true,
  },
  {
    name: 'an answer that waits for a busy service, and messages behind it',
    page: withTalk([
      asked(1, 'How did last week go?'),
      said(2, {
        status: 'streaming',
        replyTo: id(601),
        metadata: { kind: 'answer', steps: [], waiting: 'busy' },
      }),
      asked(3, 'And what about yesterday?'),
    ]),
    shots: { 'chat-busy': null },
  },
  {
    name: 'a stopped answer and a failed one',
    page: withTalk([
      asked(1, 'Write me a long text'),
      said(2, {
        status: 'failed',
        replyTo: id(601),
        content: 'I could not answer this one. Nothing was changed. Please try again later.',
      }),
      asked(3, 'Tell me about my ads'),
      said(4, {
        status: 'stopped',
        replyTo: id(603),
        content: 'Your ads were shown 1,240 times, and',
        metadata: { kind: 'answer', steps: STEPS.slice(0, 1), waiting: null },
      }),
    ]),
    shots: { 'chat-stopped': null },
  },
  {
    name: 'a message that is queued, and one that waits for the network',
    page: withTalk([
      said(1, { content: 'Ask me anything.' }),
      asked(2, 'How much did I spend?', { queued: true }),
    ]),
    answers: { 'POST /api/chat/message': { status: 503, body: {} } },
    act: async (page_) => {
      await page_.getByTestId('composer').fill('And how many people came?');
      await page_.getByTestId('send').click();
      await page_.getByText('Waiting for the connection').waitFor();
    },
    shots: { 'chat-queued': null },
  },
  {
    name: 'a new conversation beside the campaign',
    page: withTalk([]),
    path: `/projects/${PROJECT}/c/${SIDE}`,
    shots: { 'chat-new': null },
  },
  {
    name: 'a conversation that was put away',
    page: withTalk([
      asked(1, 'What could we do for Christmas?', { conversationId: OLD }),
      said(2, { content: 'A stollen ad in December.', conversationId: OLD, replyTo: id(601) }),
    ]),
    path: `/projects/${PROJECT}/c/${OLD}`,
    shots: { 'chat-archived': null },
  },
  {
    name: 'what a search finds',
    page: withTalk([asked(1, 'We also bake gluten-free bread on Fridays')]),
    answers: { 'GET /api/search': { status: 200, body: hits } },
    act: async (page_) => await type(page_, 'gluten'),
    onPhone: async (page_) => {
      await page_.getByTestId('open-menu').click();
      await type(page_, 'gluten');
    },
    shots: { 'chat-search': null },
    dark: true,
  },
];
