import { z } from 'zod';
import { idSchema } from '../../contract/basics.ts';
import { launchReceiptSchema } from '../../contract/receipt.ts';
import { getArtifact } from '../../db/repositories/artifacts.ts';
import { renderLaunchReceipt } from '../../integrations/pdf/launch-receipt.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { notFound } from '../http/api-error.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { asCaller } from '../owner-work.ts';

const params = z.object({ id: idSchema });

/** What was made for a person, on paper. Only launch receipts have one. */
export function artifactPdfRoutes(deps: AppDependencies): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/artifacts/:id/pdf',
      tag: 'Projects',
      summary: 'A launch receipt as PDF',
      params,
      answers: { 200: { description: 'The document', schema: null, type: 'application/pdf' } },
      refusals: [404],
      handle: async ({ c, caller, params: { id } }) => {
        const artifact = await asCaller(
          deps,
          caller.userId,
          async ({ trx }) => await getArtifact(trx, id),
        );
        if (artifact?.kind !== 'RECEIPT' || artifact.text === null) throw notFound('thing');
        const receipt = launchReceiptSchema.parse(JSON.parse(artifact.text));
        const pdf = await renderLaunchReceipt(receipt);
        return c.body(new Uint8Array(pdf), 200, {
          'content-type': 'application/pdf',
          'content-disposition': `attachment; filename="launch-receipt-${id.slice(0, 8)}.pdf"`,
          'cache-control': 'no-store',
          'content-security-policy': "default-src 'none'; sandbox",
        });
      },
    }),
  ];
}
