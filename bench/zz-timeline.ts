import { Client, Connection } from '@temporalio/client';
import { createDatabase } from '../db/client.ts';
import { createVault } from '../integrations/crypto/vault.ts';
import { renderPicture } from '../integrations/creatives/render.ts';
import { waitingProjects, press, lastWrite } from './zz-runs.ts';
import { lifecycleWorkflowId } from '../workflows/task-queues.ts';
import { startBenchStack } from './stack.ts';
const stack = await startBenchStack();
const connection = await Connection.connect({ address: stack.temporalAddress });
const { databaseUrl, metaUrl, env } = stack.app;
const client = new Client({ connection });
const tools: any = { stack, client, taskQueuePrefix: env['TASK_QUEUE_PREFIX'] ?? '', owner: createDatabase({ url: databaseUrl, role: null, max: 2 }), app: createDatabase({ url: databaseUrl, role: 'aigency_app', max: 16 }), vault: createVault({ keys: { k1: env['ENCRYPTION_KEY'] ?? '' }, current: 'k1' }), metaUrl,
  picture: (await renderPicture({ layout: 'bold', phrase: 'Fresh bread', businessName: 'Bench', brandColour: '#1f6f54' })).png };
const lever = (p: string, b: object) => fetch(`${metaUrl}/sandbox/admin/${p}`, { method: 'POST', body: JSON.stringify(b) });
try {
  await lever('settings', { processing_seconds: 0 });
  await lever('tier', { client_id: '1000000000000001', tier: 'full' });
  const warm = await waitingProjects(tools, 15);
  for (const one of warm) { await press(tools, one); await lastWrite(tools, one); }
  const sums = new Map<string, number[]>();
  const some = await waitingProjects(tools, 20);
  for (const [i, one] of some.entries()) {
    await new Promise((r) => setTimeout(r, 300));
    const t0 = await press(tools, one);
    const end = await lastWrite(tools, one);
    const rows: [number, string][] = [[0, 'click']];
    const calls: any = await (await fetch(`${metaUrl}/sandbox/admin/calls?account=${one.adAccountId}`)).json();
    const users: any = await (await fetch(`${metaUrl}/sandbox/admin/calls?user=`)).json();
    const list = (users.calls ?? users.entries ?? []).filter((c: any) => c.at >= t0 && c.at <= end + 500);
    for (const c of list) rows.push([c.at - t0, `call ${c.operation ?? (c.operations ?? []).join('+')} ${c.took ?? ''}`]);
    await new Promise((r) => setTimeout(r, 200));
    const { events = [] } = await client.workflow.getHandle(lifecycleWorkflowId(one.projectId)).fetchHistory();
    for (const e of events ?? []) {
      const at = Number(e.eventTime?.seconds) * 1000 + Number(e.eventTime?.nanos) / 1e6;
      if (at < t0) continue;
      const name = Object.keys(e).find((k) => k.endsWith('Attributes') && (e as any)[k]);
      const a = (e as any).activityTaskScheduledEventAttributes?.activityType?.name ?? '';
      rows.push([Math.round((at - t0) * 10) / 10, `ev ${name?.replace('EventAttributes', '')} ${a}`]);
    }
    rows.sort((a, b) => a[0] - b[0]);
    const seen = new Map<string, number>();
    for (const [at, what] of rows) { const n = (seen.get(what) ?? 0) + 1; seen.set(what, n); const k = `${what}#${n}`; sums.set(k, [...(sums.get(k) ?? []), at]); }
    if (i === 0) console.log(JSON.stringify((users.calls ?? users.entries ?? [])[0]));
  }
  const med = (v: number[]) => v.toSorted((a, b) => a - b)[Math.floor(v.length / 2)]!;
  for (const [k, v] of [...sums].filter(([, v]) => v.length > 5).toSorted((a, b) => med(a[1]) - med(b[1]))) console.log(med(v).toFixed(0).padStart(6), k, `(${v.length})`);
} finally {
  await Promise.all([tools.owner.destroy(), tools.app.destroy(), connection.close()]);
  await stack.close();
}
