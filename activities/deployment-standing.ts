import type { ProjectRef, Standing } from '../domain/lifecycle/work.ts';
import { stageHeadline } from '../domain/project/headline.ts';
import { showProgress } from '../db/repositories/projects.ts';
import type { Trx } from '../db/client.ts';

/** Where a project stands as soon as its campaign is on. */
export const LIVE: Standing = { stage: 'live', waitingFor: 'nobody' };

/** Writes where the project stands, unless that is somebody else's to write. */
export async function showStanding(
  trx: Trx,
  { projectId, ownerId, now }: ProjectRef & { readonly now: number },
  standing: Standing | undefined,
): Promise<void> {
  if (standing === undefined) return;
  const headline = stageHeadline(standing.stage, standing.waitingFor);
  await showProgress(trx, { projectId, ownerId, now, ...standing, headline });
}
