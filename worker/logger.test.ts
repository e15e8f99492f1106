import { expect, it } from 'vitest';
import { createLogger } from './logger.ts';

it('keeps of an error nothing that quotes a person, however deep it stands', () => {
  const lines: string[] = [];
  const logger = createLogger('info', { write: (line) => void lines.push(line) });
  const detail = 'Failing row contains (1, our secret recipe).';
  const query = {
    detail,
    parameters: ['our secret recipe'],
    code: '23514',
    constraint: 'message_check',
  };
  const refused = Object.assign(new Error('violates a constraint'), query);
  const error = Object.assign(new Error('could not be written', { cause: refused }), { detail });
  logger.error({ err: error, content: 'our secret recipe' }, 'an answer could not be written');
  expect(lines.join('')).not.toContain('secret recipe');
  expect(lines.join('')).toContain('message_check');
});
