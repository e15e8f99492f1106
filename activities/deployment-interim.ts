import type {
  EditPlanInput,
  EditPlanResult,
  ProposeFixInput,
  ProposeFixResult,
  WatchConnectionInput,
  WatchConnectionResult,
} from '../domain/lifecycle/work.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { openMeta } from './meta-access.ts';

const DAY_MS = 24 * 3_600_000;

/** Work that is not offered yet: each answer is true and changes nothing. */
export function createInterimActivities(deps: ActivityDependencies) {
  return {
    editPlan: (_input: EditPlanInput): Promise<EditPlanResult> =>
      Promise.resolve({ kind: 'refused' }),
    proposeFix: (_input: ProposeFixInput): Promise<ProposeFixResult> =>
      Promise.resolve({ approval: null }),
    watchConnection: async (input: WatchConnectionInput): Promise<WatchConnectionResult> => {
      const access = await openMeta(deps, input.ownerId, () => input.now);
      if (!access.ok) return { kind: 'lost', code: access.code };
      return { kind: 'fine', nextAt: input.now + DAY_MS };
    },
  };
}
