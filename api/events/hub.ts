import { z } from 'zod';
import { deltaSchema } from '../../contract/events.ts';
import type { Delta } from '../../contract/events.ts';
import type { Listener } from './listener.ts';

/** What one open stream hears about its owner. */
export type StreamEar = {
  readonly onChange: () => void;
  readonly onDelta: (delta: Delta) => void;
  /** The process is going down: end the stream, the browser comes back to another one. */
  readonly onShutdown: () => void;
};

export type StreamHub = {
  /** @returns the way out, or null when this person has too many streams open here. */
  readonly join: (ownerId: string, ear: StreamEar) => (() => void) | null;
  /** Whether notices arrive; if not, streams look by themselves more often. */
  readonly isListening: () => boolean;
  readonly close: () => void;
};

/** Tabs of one person per process; more is a page that reconnects in a loop. */
const MAX_STREAMS = 12;

const noticeSchema = deltaSchema.extend({ ownerId: z.string() });

/** Hands the process's notices to the streams of the owners they are about. */
export function createStreamHub(listener: Listener): StreamHub {
  const ears = new Map<string, Set<StreamEar>>();
  const of = (ownerId: string): ReadonlySet<StreamEar> => ears.get(ownerId) ?? new Set();
  const everyone = (): StreamEar[] => [...ears.values()].flatMap((set) => [...set]);

  const leaveChanges = listener.subscribe('aigency_event', {
    onNotice: (ownerId) => {
      for (const ear of of(ownerId)) ear.onChange();
    },
    onGap: () => {
      for (const ear of everyone()) ear.onChange();
    },
  });
  const leaveDeltas = listener.subscribe('aigency_delta', {
    onNotice: (payload) => {
      const notice = parseNotice(payload);
      if (notice === null) return;
      const { ownerId, ...delta } = notice;
      for (const ear of of(ownerId)) ear.onDelta(delta);
    },
    // A lost piece shows as a gap before the next one and is filled from the stored text then.
    onGap: () => undefined,
  });

  return {
    join(ownerId, ear) {
      const set = ears.get(ownerId) ?? new Set<StreamEar>();
      if (set.size >= MAX_STREAMS) return null;
      ears.set(ownerId, set.add(ear));
      return () => {
        set.delete(ear);
        if (set.size === 0 && ears.get(ownerId) === set) ears.delete(ownerId);
      };
    },
    isListening: listener.isListening,
    close() {
      leaveChanges();
      leaveDeltas();
      for (const ear of everyone()) ear.onShutdown();
    },
  };
}

function parseNotice(payload: string): z.infer<typeof noticeSchema> | null {
  try {
    return noticeSchema.parse(JSON.parse(payload));
  } catch {
    return null;
  }
}
