/** One line of the activity list: something the agent or the person did, or noticed. */
export type ActivityActor = 'agent' | 'person' | 'facebook' | 'operator';
export type ActivityEntry = {
  readonly id: string;
  readonly at: number;
  readonly actor: ActivityActor;
  readonly what: string;
  readonly why: string | null;
  readonly outcome: string | null;
};
