import type { AppStack } from '../../support/app-stack.ts';

/** Pulls a lever of the sandbox's Facebook. @param lever such as `faults` or `review`. */
export async function pull(
  { metaUrl }: Pick<AppStack, 'metaUrl'>,
  lever: string,
  body: object,
): Promise<void> {
  const answer = await fetch(`${metaUrl}/sandbox/admin/${lever}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`The sandbox refused ${lever}: ${await answer.text()}`);
}

/** New ads are put together at once, where nobody has come to watch that. */
export async function hasten(stack: Pick<AppStack, 'metaUrl'>): Promise<void> {
  await pull(stack, 'settings', { processing_seconds: 1 });
}
