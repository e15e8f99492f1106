import type { ProjectPageDto } from '../../../contract/http.ts';
import type { ApprovalDto, CampaignDto, MoneyDto } from '../../../contract/launch.ts';
import type { ArtifactDto, ConnectionDto, MessageDto } from '../../../contract/model.ts';

/** Monday 23 November 2026, 14:00 in Leeds: the moment at which all scenes play. */
export const NOW = Date.UTC(2026, 10, 23, 14, 0);
export const MINUTE = 60_000;
export const DAY = 86_400_000;
/** The end of the approved last day, 22 December. */
export const ENDS_AT = Date.UTC(2026, 11, 22, 23, 59, 59);

export const id = (n: number): string => `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const PROJECT = id(1);
export const CHAT = id(2);

export const CONNECTED: ConnectionDto = {
  state: 'CONNECTED',
  facebookName: 'Maria Rossi',
  adAccounts: [
    {
      id: 'act_100200300',
      name: 'Crumb & Crust',
      currency: 'GBP',
      timezone: 'Europe/London',
      statusWords: 'Active',
      usable: true,
      problem: null,
    },
  ],
  pages: [{ id: '555001', name: 'Crumb & Crust Bakery', usable: true, problem: null }],
  selected: {
    adAccountId: 'act_100200300',
    adAccountName: 'Crumb & Crust',
    pageId: '555001',
    pageName: 'Crumb & Crust Bakery',
    currency: 'GBP',
  },
  tokenExpiresAt: NOW + 58 * DAY,
  accessEndsAt: NOW + 58 * DAY,
  connectedAt: NOW - 2 * DAY,
  inProgress: false,
  missing: [],
  canCheckAgain: false,
  unattendedAds: null,
  problem: null,
};

export const NO_MONEY: MoneyDto = {
  projectId: PROJECT,
  currency: 'GBP',
  approvedMinor: 0,
  committedMinor: 0,
  spentMinor: 0,
  stillAllowedMinor: 0,
  isOver: false,
  approvals: [],
};

/** An agent's message that carries a card. */
export function card(n: number, metadata: MessageDto['metadata'], content = ''): MessageDto {
  return {
    id: id(100 + n),
    conversationId: CHAT,
    projectId: PROJECT,
    type: 'APPROVAL_REQUEST',
    role: 'agent',
    status: 'complete',
    content,
    metadata,
    replyTo: null,
    position: n,
    createdAt: NOW - 30 * MINUTE + n * 1000,
  };
}

export function picture(n: number, title: string): ArtifactDto {
  return {
    id: id(300 + n),
    projectId: PROJECT,
    kind: 'IMAGE',
    title,
    version: 1,
    text: null,
    assetId: id(400 + n),
    createdAt: NOW - DAY + n,
  };
}

/** A project's page with nothing in the conversation but what is given. */
export function page(more: Partial<ProjectPageDto> = {}): ProjectPageDto {
  return {
    project: {
      id: PROJECT,
      name: 'Crumb & Crust',
      stage: 'awaiting-approval',
      waitingFor: 'person',
      headline: 'A plan waits for your approval.',
      createdAt: NOW - 2 * DAY,
      updatedAt: NOW,
    },
    conversations: [
      {
        id: CHAT,
        projectId: PROJECT,
        type: 'CAMPAIGN',
        status: 'ACTIVE',
        title: 'Fresh bread in Leeds',
        campaignRecordId: null,
        createdAt: NOW - DAY,
      },
    ],
    messages: [],
    brief: null,
    approvals: [],
    connection: CONNECTED,
    campaigns: [],
    results: null,
    artifacts: [
      picture(1, 'A loaf on a board'),
      picture(2, 'Hands with flour'),
      picture(3, 'The shop at dawn'),
    ],
    activity: [],
    questions: [],
    money: NO_MONEY,
    seq: 1,
    now: NOW,
    ...more,
  };
}

/** One approval card per message, in the order given. */
export function withApprovals(approvals: ApprovalDto[]): Partial<ProjectPageDto> {
  return {
    approvals,
    messages: approvals.map((one, index) =>
      card(index + 1, { kind: 'approval', approvalId: one.id }),
    ),
  };
}

/** One deployment card per message, in the order given. */
export function withCampaigns(campaigns: CampaignDto[]): Partial<ProjectPageDto> {
  return {
    campaigns,
    messages: campaigns.map((one, index) =>
      card(index + 1, { kind: 'deployment', campaignRecordId: one.id }),
    ),
  };
}
