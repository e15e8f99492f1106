import { describe, expect, it } from 'vitest';
import type { QuestionDto } from '../../../contract/launch.ts';
import { addressOf, answerWords } from './words.ts';

function question(more: Partial<QuestionDto>): QuestionDto {
  return {
    id: 'aaaaaaaa-0000-4000-8000-000000000001',
    projectId: 'aaaaaaaa-0000-4000-8000-000000000002',
    kind: 'special-ad-category',
    facts: { suggested: null },
    answer: null,
    askedAt: 0,
    answeredAt: 1,
    ...more,
  };
}

describe('an answered question', () => {
  it('repeats what was said in plain words', () => {
    expect(answerWords(question({ answer: { category: 'EMPLOYMENT' } }))).toContain('Jobs');
    expect(answerWords(question({ answer: { category: null } }))).toContain('none');
    const privacy = { kind: 'lead-form-privacy' } as const;
    expect(
      answerWords(question({ ...privacy, answer: { privacyPolicyUrl: 'https://a.test/p' } })),
    ).toContain('https://a.test/p');
    expect(answerWords(question({ ...privacy, answer: { privacyPolicyUrl: null } }))).toContain(
      'no form',
    );
  });
});

describe('a typed web address', () => {
  it('is completed where people leave things out', () => {
    expect(addressOf(' crumb.example/privacy ')).toBe('https://crumb.example/privacy');
    expect(addressOf('http://crumb.example')).toBe('http://crumb.example');
  });

  it('is refused when it is none', () => {
    for (const typed of ['', 'privacy', 'my privacy page', 'https://']) {
      expect(addressOf(typed)).toBeNull();
    }
  });
});
