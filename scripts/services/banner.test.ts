import { describe, expect, test } from 'vitest';
import { loadStartConfig } from '../../config.ts';
import { banner } from './banner.ts';

const at = { data: './data', logs: './data/logs' };

describe('the banner', () => {
  test('says where everything is and that no money is at stake', () => {
    const text = banner(loadStartConfig({}), at);
    expect(text).toMatch(/Aigency +http:\/\/localhost:3000/);
    expect(text).toMatch(/Temporal +http:\/\/localhost:8233/);
    expect(text).toContain('Sandbox: no real Facebook, no real money');
    expect(text).toMatch(/Data +\.\/data\n/);
    expect(text).toMatch(/Stop +Ctrl-C/);
  });

  test('warns when money is at stake', () => {
    const env = { FACEBOOK_APP_ID: '1234567', FACEBOOK_APP_SECRET: 'x', ANTHROPIC_API_KEY: 'x' };
    const text = banner(loadStartConfig(env), at);
    expect(text).toContain('approved campaigns cost real money');
    expect(text).toContain('answered by Claude');
    expect(text).not.toContain('Sandbox');
  });

  test('names a Temporal of its own by address', () => {
    const text = banner(loadStartConfig({ TEMPORAL_ADDRESS: 'temporal.example.com:7233' }), at);
    expect(text).toMatch(/Temporal +at temporal\.example\.com:7233/);
  });
});
