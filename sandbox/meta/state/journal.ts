import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

export type Journal = {
  /** Returns only once the line is on the disk. */
  readonly append: (line: string) => void;
  readonly clear: () => void;
  readonly close: () => void;
};

/** Keeps nothing: for tests that drive the app in process. */
export function createMemoryJournal(): Journal {
  return { append: () => undefined, clear: () => undefined, close: () => undefined };
}

/**
 * Opens an append-only file of JSON lines and hands each whole line to `replay`, oldest first.
 * A process killed in the middle of a write leaves half a line; it was never answered, so it is cut off.
 */
export function openFileJournal(file: string, replay: (line: string) => void): Journal {
  mkdirSync(dirname(file), { recursive: true });
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  for (const line of whole.split('\n')) if (line !== '') replay(line);
  const descriptor = openSync(file, 'a');
  if (whole.length < text.length) ftruncateSync(descriptor, Buffer.byteLength(whole));
  return {
    append: (line) => {
      writeSync(descriptor, `${line}\n`);
      fsyncSync(descriptor);
    },
    clear: () => {
      ftruncateSync(descriptor, 0);
      fsyncSync(descriptor);
    },
    close: () => closeSync(descriptor),
  };
}
