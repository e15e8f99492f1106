export type LoggedStream = {
  readonly requestId: string;
  readonly messageId: string;
  readonly model: string;
  /** Wall clock, epoch ms with fractions: when the request had been read, and when each event left. */
  readonly startedAt: number;
  readonly chunks: readonly LoggedChunk[];
  readonly ending: 'running' | 'whole' | 'broken' | 'left';
};
type LoggedChunk = {
  readonly at: number;
  readonly type: string;
  /** Letters of text in it; 0 for events around the text. */
  readonly letters: number;
};

export type StreamRecorder = {
  readonly chunk: (type: string, letters: number) => void;
  readonly end: (ending: Exclude<LoggedStream['ending'], 'running'>) => void;
};

export type StreamLog = {
  readonly open: (
    stream: Pick<LoggedStream, 'requestId' | 'messageId' | 'model'>,
  ) => StreamRecorder;
  readonly list: () => readonly LoggedStream[];
  readonly clear: () => void;
};

const STREAMS_KEPT = 500;

/** When each piece of each stream left, so that what happens to it afterwards can be timed from outside. */
export function createStreamLog(): StreamLog {
  type Open = { -readonly [K in keyof LoggedStream]: LoggedStream[K] } & { chunks: LoggedChunk[] };
  let streams: Open[] = [];
  return {
    open: (about) => {
      const stream: Open = { ...about, startedAt: wallClock(), chunks: [], ending: 'running' };
      streams = [...streams.slice(1 - STREAMS_KEPT), stream];
      return {
        chunk: (type, letters) => {
          stream.chunks.push({ at: wallClock(), type, letters });
        },
        end: (ending) => {
          if (stream.ending === 'running') stream.ending = ending;
        },
      };
    },
    list: () => streams,
    clear: () => {
      streams = [];
    },
  };
}

/** Finer than whole milliseconds and comparable between processes of one machine. */
function wallClock(): number {
  return performance.timeOrigin + performance.now();
}
