import { z } from 'zod';
import {
  editedBriefSchema,
  errorSchema,
  meSchema,
  notificationListSchema,
  projectListSchema,
  projectPageSchema,
  searchHitsSchema,
  skippedSchema,
  usageSchema,
} from '../../../contract/http.ts';
import type {
  AnswerQuestion,
  ChangeConversation,
  DecideApproval,
  EditBrief,
  EditPlan,
  RetryAnswer,
  SelectAccount,
  SendMessage,
} from '../../../contract/http.ts';
import { approvalSchema, campaignSchema, questionSchema } from '../../../contract/launch.ts';
import {
  connectionSchema,
  conversationSchema,
  messageSchema,
  projectSummarySchema,
} from '../../../contract/model.ts';
import { uploadedPicturesSchema } from '../../../contract/pictures.ts';

/** `message`: Facebook did not answer, so the person removes the app there. */
const disconnectedSchema = z.object({ revoked: z.boolean(), message: z.string().nullable() });

/** A refusal in words for the person, with the code for us. */
export class RequestError extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  constructor(status: number, code: string, message: string, field?: string) {
    super(message);
    this.name = 'RequestError';
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

const OFFLINE =
  'I cannot reach the server, so this was not sent. Please try again when you are online.';

async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  return await exchange(path, {
    method,
    headers: method === 'GET' ? {} : { 'content-type': 'application/json' },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
  });
}

/** The bytes of a file as they are. */
async function upload(path: string, file: Blob): Promise<unknown> {
  const headers = { 'content-type': file.type };
  return await exchange(path, { method: 'POST', headers, body: file });
}

async function exchange(
  path: string,
  request: { method: string; headers: Record<string, string>; body?: string | Blob },
): Promise<unknown> {
  const response = await fetch(path, {
    ...request,
    credentials: 'same-origin',
    headers: { accept: 'application/json', ...request.headers },
  }).catch(() => {
    throw new RequestError(0, 'network.offline', OFFLINE);
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  throw refusal(response.status, answer);
}

function refusal(status: number, answer: unknown): RequestError {
  const parsed = errorSchema.safeParse(answer);
  if (!parsed.success) {
    return new RequestError(
      status,
      'request.failed',
      'Something went wrong on our side. Nothing was lost; please try again in a moment.',
    );
  }
  const { code, message, field } = parsed.data.error;
  return new RequestError(status, code, message, field);
}

async function read<Schema extends z.ZodType>(
  schema: Schema,
  method: string,
  path: string,
  body?: unknown,
): Promise<z.infer<Schema>> {
  return schema.parse(await ask(method, path, body));
}

export const api = {
  me: () => read(meSchema, 'GET', '/api/me'),
  signUp: (input: { name: string; email: string; password: string }) =>
    ask('POST', '/api/auth/sign-up/email', input),
  signIn: (input: { email: string; password: string }) =>
    ask('POST', '/api/auth/sign-in/email', input),
  signOut: () => ask('POST', '/api/auth/sign-out'),
  projects: () => read(projectListSchema, 'GET', '/api/projects'),
  createProject: (input: { id: string; name: string }) =>
    read(projectSummarySchema, 'POST', '/api/projects', input),
  page: (id: string) => read(projectPageSchema, 'GET', `/api/projects/${id}`),
  setRunning: (id: string, running: boolean) =>
    ask('POST', `/api/projects/${id}/${running ? 'resume' : 'pause'}`),
  send: (input: SendMessage) => read(messageSchema, 'POST', '/api/chat/message', input),
  retry: (input: RetryAnswer) => read(messageSchema, 'POST', '/api/chat/retry', input),
  withdraw: (messageId: string) => read(messageSchema, 'DELETE', `/api/chat/message/${messageId}`),
  createConversation: (projectId: string, input: { id: string; title?: string }) =>
    read(conversationSchema, 'POST', `/api/projects/${projectId}/conversations`, input),
  updateConversation: (id: string, input: ChangeConversation) =>
    read(conversationSchema, 'PATCH', `/api/conversations/${id}`, input),
  usage: (projectId: string) => read(usageSchema, 'GET', `/api/projects/${projectId}/usage`),
  search: (words: string) =>
    read(searchHitsSchema, 'GET', `/api/search?q=${encodeURIComponent(words)}`),
  stop: (messageId: string) => ask('POST', '/api/chat/stop', { messageId }),
  decide: (input: DecideApproval) => read(approvalSchema, 'POST', '/api/chat/approve', input),
  editBrief: (projectId: string, input: EditBrief) =>
    read(editedBriefSchema, 'PATCH', `/api/projects/${projectId}/brief`, input),
  selectAccount: (input: SelectAccount) =>
    read(connectionSchema, 'POST', '/api/facebook/select', input),
  undo: (approvalId: string) => read(approvalSchema, 'POST', '/api/chat/undo', { approvalId }),
  editPlan: (approvalId: string, input: EditPlan) =>
    read(approvalSchema, 'PATCH', `/api/approvals/${approvalId}/plan`, input),
  answerQuestion: (projectId: string, input: AnswerQuestion) =>
    read(questionSchema, 'POST', `/api/projects/${projectId}/questions`, input),
  uploadPicture: async (projectId: string, picture: Blob) =>
    uploadedPicturesSchema.parse(await upload(`/api/projects/${projectId}/pictures`, picture)),
  lookAgain: (projectId: string) => ask('POST', '/api/facebook/refresh', { projectId }),
  disconnect: () => read(disconnectedSchema, 'DELETE', '/api/facebook/connection'),
  deploy: (campaignRecordId: string) =>
    read(campaignSchema, 'POST', '/api/campaigns/deploy', { campaignRecordId }),
  removeCampaign: (campaignRecordId: string) =>
    read(campaignSchema, 'POST', '/api/campaigns/remove', { campaignRecordId }),
  notifications: () => read(notificationListSchema, 'GET', '/api/notifications'),
  markRead: (id: string) => ask('POST', `/api/notifications/${id}/read`),
  skip: (days: 1 | 7) => read(skippedSchema, 'POST', '/api/sandbox/skip', { days }),
};

/** An id made here, so that sending again is the same message. Plain http on another host has no randomUUID. */
export function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

/** What to show for whatever was thrown. */
export function wordsFor(error: unknown): string {
  return error instanceof RequestError
    ? error.message
    : 'Something went wrong on this page. Nothing was lost; please reload it.';
}
