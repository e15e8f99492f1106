/** What the admin API can change while the sandbox runs; forgotten when it stops. */
export type Settings = {
  /** How long a new object stays absent from its parent's lists. Reading it by id works at once. */
  indexLagSeconds: number;
};

export function defaultSettings(): Settings {
  return { indexLagSeconds: 0 };
}
