import type { Stage, WaitingFor } from '../../domain/project/stage.ts';
import type { ProjectSummaryView } from '../../domain/project/views.ts';
import { instant } from '../client.ts';
import type { Trx } from '../client.ts';
import { appendEvent } from './events.ts';

const SUMMARY = [
  'id',
  'name',
  'stage',
  'waitingFor',
  'headline',
  'createdAt',
  'updatedAt',
] as const;

/** What belongs to a project beyond its summary: the ad account and Page chosen for it. */
export type ProjectRow = ProjectSummaryView & {
  ownerId: string;
  waitingSince: number | null;
  adAccountId: string | null;
  adAccountName: string | null;
  pageId: string | null;
  pageName: string | null;
  currency: string | null;
  timezone: string | null;
};

export async function createProject(
  trx: Trx,
  project: { id: string; ownerId: string; name: string; headline: string; now: number },
): Promise<ProjectSummaryView> {
  const row = await trx
    .insertInto('project')
    .values({
      id: project.id,
      ownerId: project.ownerId,
      name: project.name,
      stage: 'onboarding',
      waitingFor: 'person',
      waitingSince: instant(project.now),
      headline: project.headline,
      createdAt: instant(project.now),
      updatedAt: instant(project.now),
    })
    .returning(SUMMARY)
    .executeTakeFirstOrThrow();
  await appendEvent(trx, { ...project, projectId: project.id, type: 'project', refId: project.id });
  return row;
}

/** The owner's projects, newest first. */
export async function listProjects(trx: Trx): Promise<ProjectSummaryView[]> {
  return await trx
    .selectFrom('project')
    .select(SUMMARY)
    .where('archivedAt', 'is', null)
    .orderBy('createdAt', 'desc')
    .execute();
}

export async function getProjectSummary(trx: Trx, id: string): Promise<ProjectSummaryView | null> {
  const row = await trx
    .selectFrom('project')
    .select(SUMMARY)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

export async function getProject(trx: Trx, id: string): Promise<ProjectRow | null> {
  const row = await trx
    .selectFrom('project')
    .select([
      ...SUMMARY,
      'ownerId',
      'waitingSince',
      'adAccountId',
      'adAccountName',
      'pageId',
      'pageName',
      'currency',
      'timezone',
    ])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** Writes where the project stands, with the one sentence people read. */
export async function showProgress(
  trx: Trx,
  change: {
    projectId: string;
    ownerId: string;
    stage: Stage;
    waitingFor: WaitingFor;
    headline: string;
    now: number;
  },
): Promise<void> {
  await trx
    .updateTable('project')
    .set({
      stage: change.stage,
      waitingFor: change.waitingFor,
      waitingSince: change.waitingFor === 'nobody' ? null : instant(change.now),
      headline: change.headline,
      updatedAt: instant(change.now),
    })
    .where('id', '=', change.projectId)
    .execute();
  await appendEvent(trx, { ...change, type: 'project', refId: change.projectId });
}

/** Only the sentence: for news that do not change where the project stands. */
export async function setHeadline(
  trx: Trx,
  change: { projectId: string; ownerId: string; headline: string; now: number },
): Promise<void> {
  await trx
    .updateTable('project')
    .set({ headline: change.headline, updatedAt: instant(change.now) })
    .where('id', '=', change.projectId)
    .execute();
  await appendEvent(trx, { ...change, type: 'project', refId: change.projectId });
}

/** Remembers the ad account and Page for this project. */
export async function selectAccount(
  trx: Trx,
  choice: {
    projectId: string;
    ownerId: string;
    adAccountId: string;
    adAccountName: string;
    pageId: string;
    pageName: string;
    currency: string;
    timezone: string;
    now: number;
  },
): Promise<void> {
  await trx
    .updateTable('project')
    .set({
      adAccountId: choice.adAccountId,
      adAccountName: choice.adAccountName,
      pageId: choice.pageId,
      pageName: choice.pageName,
      currency: choice.currency,
      timezone: choice.timezone,
      updatedAt: instant(choice.now),
    })
    .where('id', '=', choice.projectId)
    .execute();
  await appendEvent(trx, { ...choice, type: 'connection', refId: choice.projectId });
}
