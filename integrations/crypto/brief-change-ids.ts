import { derivedId } from './hash.ts';

/** The rows that a granted change of the brief becomes, the same wherever it is put in force. */
export function briefChangeIds(approvalId: string): { briefId: string; artifactId: string } {
  return {
    briefId: derivedId('brief', approvalId),
    artifactId: derivedId('brief-text', approvalId),
  };
}
