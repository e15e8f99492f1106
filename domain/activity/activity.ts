/** Who did what stands in the activity list. */
export type ActivityActor = 'agent' | 'person' | 'facebook' | 'operator';
