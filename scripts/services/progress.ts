import process from 'node:process';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * Runs one step of the start and shows it in a line: moving while it lasts on a terminal, once when done elsewhere.
 */
export async function step<Result>(title: string, work: () => Promise<Result>): Promise<Result> {
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  const live = process.stdout.isTTY;
  let frame = 0;
  const draw = () => {
    frame = (frame + 1) % FRAMES.length;
    process.stdout.write(`\r\u001b[2K  ${FRAMES[frame]} ${title}  ${seconds()}`);
  };
  const timer = live ? setInterval(draw, 90) : null;
  const end = (mark: string) => {
    if (timer !== null) clearInterval(timer);
    process.stdout.write(`${live ? '\r\u001b[2K' : ''}  ${mark} ${title}  ${seconds()}\n`);
  };
  try {
    const result = await work();
    end('✓');
    return result;
  } catch (error) {
    end('✗');
    throw error;
  }
}
