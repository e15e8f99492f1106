import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** `turn` names the attempt for the seed: project, number of the work, number of the try. */
export type ActivityCall = {
  readonly id: number;
  readonly name: string;
  readonly input: object;
  readonly turn: string;
};

type FailureReport = {
  readonly code: string | null;
  readonly lasting: boolean;
  readonly message: string;
};

export type ActivityReport = { readonly id: number } & (
  | { readonly result: string }
  | { readonly failure: FailureReport }
);

/** The process died with the work in its hands. */
export class WorkerDied extends Error {}

/** What the activity failed with. */
export class ActivityFailed extends Error {
  readonly code: string | null;
  readonly lasting: boolean;
  constructor({ code, lasting, message }: FailureReport) {
    super(message);
    this.name = 'ActivityFailed';
    this.code = code;
    this.lasting = lasting;
  }
}

export type CrewSettings = {
  readonly databaseUrl: string;
  readonly metaUrl: string;
  readonly timeoutMs: number;
  readonly seed: number;
  /** Share of the passed fault points at which the process dies. */
  readonly killRate: number;
};

type Member = {
  readonly child: ChildProcess;
  readonly ready: Promise<unknown>;
  readonly open: Map<number, { settle: (report: ActivityReport) => void; die: () => void }>;
};

const SCRIPT = fileURLToPath(new URL('./chaos-worker.ts', import.meta.url));

/** Worker processes that share the work; one that dies is replaced. */
export function startCrew(settings: CrewSettings, size: number) {
  let kills = 0;
  let crashes = 0;
  let calls = 0;
  let isOver = false;
  const members: Member[] = Array.from({ length: size }, () => hire());

  function hire(): Member {
    const child = fork(SCRIPT, [JSON.stringify(settings)], { execArgv: [] });
    const open: Member['open'] = new Map();
    child.on('message', (report: ActivityReport | 'ready') => {
      if (report !== 'ready') open.get(report.id)?.settle(report);
    });
    const member: Member = { child, ready: once(child, 'message'), open };
    child.on('exit', (_code, signal) => {
      if (isOver) return;
      if (signal === 'SIGKILL') kills += 1;
      else crashes += 1;
      members.splice(members.indexOf(member), 1, hire());
      for (const { die } of open.values()) die();
    });
    return member;
  }

  async function call(name: string, input: object, turn: string): Promise<string> {
    const [member] = members.toSorted((a, b) => a.open.size - b.open.size);
    if (member === undefined) throw new Error('There are no workers.');
    calls += 1;
    const id = calls;
    const answer = new Promise<ActivityReport>((resolve, reject) => {
      member.open.set(id, { settle: resolve, die: () => reject(new WorkerDied(name)) });
    });
    try {
      await Promise.race([member.ready, answer]);
      // A process that is just dying takes no more; its end is reported by `exit`.
      member.child.send({ id, name, input, turn } satisfies ActivityCall, () => undefined);
      const report = await answer;
      if ('failure' in report) throw new ActivityFailed(report.failure);
      return report.result;
    } finally {
      member.open.delete(id);
    }
  }

  return {
    call,
    kills: () => kills,
    /** Processes that ended by themselves, which none should. */
    crashes: () => crashes,
    calls: () => calls,
    async close() {
      isOver = true;
      await Promise.all(
        members.map(async ({ child }) => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          child.kill('SIGKILL');
          await once(child, 'exit');
        }),
      );
    },
  };
}

export type Crew = ReturnType<typeof startCrew>;
