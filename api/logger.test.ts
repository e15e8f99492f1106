import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';

test('what lets someone in, what people say and what a database quotes is not written down', () => {
  const lines: string[] = [];
  const logger = createLogger({
    level: 'info',
    name: 'test',
    destination: { write: (line) => void lines.push(line) },
  });
  const quoting = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (email)=(ada@example.test) already exists.',
    constraint: 'user_email_key',
  });
  logger.error({ err: new Error('outer', { cause: quoting }) }, 'failed');
  logger.info({ cookie: 'c-secret', token: 't-secret', body: { content: 'my words' } }, 'asked');
  const text = lines.join('');
  expect(text).toContain('user_email_key');
  for (const secret of ['ada@example.test', 'c-secret', 't-secret', 'my words']) {
    expect(text).not.toContain(secret);
  }
});
