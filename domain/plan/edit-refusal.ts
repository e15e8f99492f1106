import type { AdChanges, AudienceChanges, PlanChanges } from './edit.ts';

/** The part of a change that does not work; an index counts within what was sent. */
export type EditField =
  | keyof PlanChanges
  | `ads.${number}.${keyof AdChanges}`
  | `audiences.${number}.${keyof AudienceChanges}`;

export type EditRefusal = {
  readonly ok: false;
  /** What does not work, as a sentence that names it. */
  readonly problem: string;
  readonly field: EditField;
};

export function refuseEdit(field: EditField, problem: string): EditRefusal {
  return { ok: false, field, problem };
}
