export const ARTIFACT_KINDS = [
  'BRIEF',
  'AD_COPY',
  'CAMPAIGN',
  'IMAGE',
  'REPORT',
  'ACTION',
  'RECEIPT',
] as const;
export type ArtifactKind = (typeof ARTIFACT_KINDS)[number];
