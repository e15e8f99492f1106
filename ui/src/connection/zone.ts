import type { ProjectPageDto } from '../../../contract/http.ts';

/** The chosen ad account's time zone, in which its days and deadlines are told; null before one is chosen. */
export function zoneOf(page: Pick<ProjectPageDto, 'connection'> | undefined): string | null {
  const { adAccounts = [], selected = null } = page?.connection ?? {};
  return adAccounts.find(({ id }) => id === selected?.adAccountId)?.timezone ?? null;
}
