import { z } from 'zod';
import {
  activityListSchema,
  artifactListSchema,
  createProjectSchema,
  projectListSchema,
  projectPageSchema,
} from '../../contract/http.ts';
import type { CreateProject } from '../../contract/http.ts';
import { idSchema } from '../../contract/basics.ts';
import { projectSummarySchema } from '../../contract/model.ts';
import type { ProjectSummaryDto } from '../../contract/model.ts';
import { listActivity } from '../../db/repositories/activity.ts';
import { listArtifacts } from '../../db/repositories/artifacts.ts';
import { createBrief } from '../../db/repositories/briefs.ts';
import { createConversation } from '../../db/repositories/conversations.ts';
import { lastEventSeq } from '../../db/repositories/events.ts';
import { insertMessage } from '../../db/repositories/messages.ts';
import { createProject, getProjectSummary, listProjects } from '../../db/repositories/projects.ts';
import { projectPage } from '../../db/views/project-view.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { FIRST_CONVERSATION_TITLE, FIRST_HEADLINE, GREETING } from '../greeting.ts';
import { conflict, notFound } from '../http/api-error.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { isUniqueViolation } from '../http/database-error.ts';
import { asCaller, projectOf } from '../owner-work.ts';
import type { OwnerWork } from '../owner-work.ts';

export const projectParams = z.object({ id: idSchema });

export function projectRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/api/projects',
      tag: 'Projects',
      summary: 'Create a project with its first conversation, greeting and empty brief',
      body: createProjectSchema,
      answers: {
        201: {
          description: 'The project; the same one for a repeat',
          schema: projectSummarySchema,
        },
      },
      refusals: [409],
      handle: async ({ c, caller, body }) =>
        c.json(await createOnce(deps, caller.userId, body), 201),
    }),
    endpoint({
      method: 'get',
      path: '/api/projects',
      tag: 'Projects',
      summary: 'All projects of the person, newest first',
      answers: { 200: { description: 'The projects', schema: projectListSchema } },
      handle: async ({ c, caller }) =>
        c.json({
          projects: await asCaller(deps, caller.userId, async ({ trx }) => await listProjects(trx)),
        }),
    }),
    endpoint({
      method: 'get',
      path: '/api/projects/:id',
      tag: 'Projects',
      summary: 'Everything one page load needs; events go on from `seq`',
      params: projectParams,
      answers: { 200: { description: 'The page', schema: projectPageSchema } },
      refusals: [404],
      handle: async ({ c, caller, params }) =>
        c.json(
          await asCaller(deps, caller.userId, async (work) => await readPage(work, params.id)),
        ),
    }),
    ...listRoutes(deps),
  ];
}

function listRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/projects/:id/artifacts',
      tag: 'Projects',
      summary: 'What was made for the person, newest first',
      params: projectParams,
      answers: { 200: { description: 'The artifacts', schema: artifactListSchema } },
      refusals: [404],
      handle: async ({ c, caller, params }) =>
        c.json({
          artifacts: await asCaller(deps, caller.userId, async ({ trx }) => {
            await projectOf(trx, params.id);
            return await listArtifacts(trx, params.id);
          }),
        }),
    }),
    endpoint({
      method: 'get',
      path: '/api/projects/:id/activity',
      tag: 'Projects',
      summary: 'What was done and why, newest first',
      params: projectParams,
      answers: { 200: { description: 'The activity', schema: activityListSchema } },
      refusals: [404],
      handle: async ({ c, caller, params }) =>
        c.json({
          activity: await asCaller(deps, caller.userId, async ({ trx }) => {
            await projectOf(trx, params.id);
            return await listActivity(trx, params.id);
          }),
        }),
    }),
  ];
}

async function readPage({ trx, ownerId, now, undoWindowMs }: OwnerWork, projectId: string) {
  // Read before the page: a change in between is then sent again, which is harmless, and never lost.
  const seq = await lastEventSeq(trx, ownerId);
  const page = await projectPage(trx, { projectId, now, undoWindowMs });
  if (page === null) throw notFound('project');
  return { ...page, seq, now };
}

const ID_TAKEN = () =>
  conflict('project.id_taken', 'This project id is in use. Please try again. Nothing was created.');

/** Under an id that the client made, so that sending it twice makes one project. */
async function createOnce(
  deps: AppDependencies,
  ownerId: string,
  body: CreateProject,
): Promise<ProjectSummaryDto> {
  try {
    return await asCaller(deps, ownerId, async (work) => {
      const existing = await getProjectSummary(work.trx, body.id);
      return existing ?? (await createProjectWithGreeting(deps, work, body));
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Somebody was first: a repeat of this very request, or another person.
    const existing = await asCaller(
      deps,
      ownerId,
      async ({ trx }) => await getProjectSummary(trx, body.id),
    );
    if (existing === null) throw ID_TAKEN();
    return existing;
  }
}

async function createProjectWithGreeting(
  { newId }: AppDependencies,
  { trx, ownerId, now }: OwnerWork,
  { id: projectId, name }: CreateProject,
): Promise<ProjectSummaryDto> {
  const project = await createProject(trx, {
    id: projectId,
    ownerId,
    name,
    headline: FIRST_HEADLINE,
    now,
  });
  const conversationId = newId();
  await createConversation(trx, {
    id: conversationId,
    projectId,
    ownerId,
    type: 'ONBOARDING',
    title: FIRST_CONVERSATION_TITLE,
    campaignRecordId: null,
    now,
  });
  // The form asks what the business is called; a person should not be asked again.
  await createBrief(trx, { id: newId(), projectId, ownerId, businessName: name, now });
  await insertMessage(trx, {
    id: newId(),
    conversationId,
    projectId,
    ownerId,
    type: 'TEXT',
    role: 'agent',
    status: 'complete',
    content: GREETING,
    metadata: { kind: 'none' },
    replyTo: null,
    now,
  });
  return project;
}
