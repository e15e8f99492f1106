import { z } from 'zod';
import type { ProbeAnswer } from './page-probe.ts';

const lookSchema = z.object({ status: z.number().int(), finalUrl: z.string().nullable() });

/** Asks the stand-in on this machine how a page answers; the web itself is not touched. */
export async function lookThrough(
  base: string,
  url: string,
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  const answer = await fetch(`${base}/sandbox/page?url=${encodeURIComponent(url)}`, {
    signal,
    redirect: 'error',
  });
  if (answer.status === 400) return { kind: 'refused', reason: 'no-web-address' };
  const { status, finalUrl } = lookSchema.parse(await answer.json());
  if (status === 0) return { kind: 'no-answer', reason: 'connection' };
  return { kind: 'answers', status, finalUrl: finalUrl ?? url };
}

/** A page of the stand-in's own little web as HTML; null where it has none for this address. */
export async function pageOfStandIn(
  base: string,
  url: string,
  signal: AbortSignal,
): Promise<string | null> {
  const answer = await fetch(`${base}/sandbox/website?url=${encodeURIComponent(url)}`, {
    signal,
    redirect: 'error',
  });
  return answer.ok ? await answer.text() : null;
}
