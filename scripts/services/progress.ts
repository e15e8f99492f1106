import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const CLEAR = '\r\u001b[2K';

export type Reporter = {
  /** A line for people, now. */
  say(line: string): void;
  /** Runs one step and shows it in a line: moving while it lasts on a terminal, once when done elsewhere. */
  step<Result>(title: string, work: () => Promise<Result>): Promise<Result>;
};

type Screen = { isTTY?: boolean; write(text: string): unknown };

/** Shows how a start proceeds, and keeps the same lines with their time in a file. */
export function createReporter({
  logFile,
  screen = process.stdout,
}: {
  logFile: string;
  screen?: Screen;
}): Reporter {
  mkdirSync(dirname(logFile), { recursive: true });
  const live = screen.isTTY === true;
  const show = (line: string) => {
    screen.write(`${live ? CLEAR : ''}  ${line}\n`);
    appendFileSync(logFile, `${new Date().toISOString()} ${line}\n`);
  };
  return {
    say: show,
    async step(title, work) {
      const began = performance.now();
      const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
      let frame = 0;
      const draw = () => {
        frame = (frame + 1) % FRAMES.length;
        screen.write(`${CLEAR}  ${FRAMES[frame]} ${title}  ${seconds()}`);
      };
      const timer = live ? setInterval(draw, 90) : null;
      const end = (mark: string) => {
        if (timer !== null) clearInterval(timer);
        show(`${mark} ${title}  ${seconds()}`);
      };
      try {
        const result = await work();
        end('✓');
        return result;
      } catch (error) {
        end('✗');
        throw error;
      }
    },
  };
}
