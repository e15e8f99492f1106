import { createSignal } from 'solid-js';
import { RequestError, wordsFor } from './http/client.ts';

export type Task<Input extends unknown[]> = {
  readonly busy: () => boolean;
  /** What went wrong the last time, for the person. */
  readonly problem: () => string | null;
  /** The field the refusal names, without its path. */
  readonly field: () => string | null;
  /** The same with its path: `changes.ads.a1.headline`. */
  readonly fieldPath: () => string | null;
  /** The refusal's code, for deciding what to offer next. */
  readonly code: () => string | null;
  readonly run: (...input: Input) => Promise<boolean>;
  readonly forget: () => void;
};

/** One request behind one button: never twice at once, and its refusal kept to be shown beside it. */
export function createTask<Input extends unknown[]>(
  work: (...input: Input) => Promise<unknown>,
): Task<Input> {
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<unknown>(null);
  const refusal = (): RequestError | null => {
    const error = failure();
    return error instanceof RequestError ? error : null;
  };
  return {
    busy,
    problem: () => (failure() === null ? null : wordsFor(failure())),
    field: () => refusal()?.field?.split('.').at(-1) ?? null,
    fieldPath: () => refusal()?.field ?? null,
    code: () => refusal()?.code ?? null,
    async run(...input) {
      if (busy()) return false;
      setBusy(true);
      setFailure(null);
      try {
        await work(...input);
        return true;
      } catch (error) {
        setFailure(error);
        return false;
      } finally {
        setBusy(false);
      }
    },
    forget: () => setFailure(null),
  };
}
