import { describe, expect, it } from 'vitest';
import type { BriefDto } from '../../../contract/model.ts';
import type { BriefFact } from '../../../domain/brief/brief.ts';
import { editableValue, fieldWords, parseEdit, sourceWords } from './fields.ts';

function brief(more: Partial<BriefDto> = {}): BriefDto {
  return {
    id: 'cccccccc-0000-4000-8000-000000000001',
    version: 1,
    status: 'PROPOSED',
    businessName: null,
    businessDescription: 'A bakery',
    product: null,
    targetAudience: null,
    goal: 'TRAFFIC',
    monthlyBudget: { minor: 30_000, currency: 'GBP' },
    location: null,
    uniqueSellingPoint: null,
    websiteUrl: null,
    sources: { businessDescription: 'said' },
    ...more,
  };
}

describe('a row of the brief', () => {
  it('says amounts, goals and gaps in words', () => {
    expect(fieldWords(brief(), 'monthlyBudget')).toBe('£300 a month');
    expect(fieldWords(brief(), 'goal')).toBe('Visits to your website');
    expect(fieldWords(brief(), 'product')).toBe('Not said yet');
    expect(fieldWords(brief(), 'websiteUrl')).toBe('None');
  });

  it('says where its value came from, if that is known', () => {
    expect(sourceWords(brief(), 'businessDescription')).toBe('You said');
    expect(sourceWords(brief(), 'goal')).toBeNull();
    const sources = { businessName: 'website', location: 'edited' } as const;
    expect(sourceWords(brief({ sources }), 'businessName')).toBe('From your website');
    expect(sourceWords(brief({ sources }), 'location')).toBe('You changed it');
  });

  it('edits a budget in whole units of its own currency', () => {
    expect(editableValue(brief(), 'monthlyBudget')).toBe('300');
    const yen = brief({ monthlyBudget: { minor: 40_000, currency: 'JPY' } });
    expect(editableValue(yen, 'monthlyBudget')).toBe('40000');
    expect(parseEdit(yen, 'monthlyBudget', '50000')).toEqual({
      ok: true,
      changes: { monthlyBudget: { minor: 50_000, currency: 'JPY' } },
    });
  });

  it.each<[BriefFact, string, unknown]>([
    ['monthlyBudget', '450', { monthlyBudget: { minor: 45_000, currency: 'GBP' } }],
    ['monthlyBudget', '£1,200.50', { monthlyBudget: { minor: 120_050, currency: 'GBP' } }],
    ['monthlyBudget', '1 200', { monthlyBudget: { minor: 120_000, currency: 'GBP' } }],
    ['websiteUrl', 'www.example.com/shop', { websiteUrl: 'https://www.example.com/shop' }],
    ['websiteUrl', '', { websiteUrl: null }],
    ['goal', 'LEADS', { goal: 'LEADS' }],
    ['product', '  Rye bread ', { product: 'Rye bread' }],
    ['businessName', 'Crumb & Crust', { businessName: 'Crumb & Crust' }],
  ])('takes %s typed as “%s”', (field, typed, changes) => {
    expect(parseEdit(brief(), field, typed)).toEqual({ ok: true, changes });
  });

  it.each<[BriefFact, string]>([
    ['monthlyBudget', 'a lot'],
    ['monthlyBudget', '0'],
    ['monthlyBudget', '-5'],
    ['monthlyBudget', ''],
    ['websiteUrl', 'my website'],
    ['product', '   '],
    ['goal', 'FAME'],
  ])('refuses %s typed as “%s”, in words', (field, typed) => {
    const edit = parseEdit(brief(), field, typed);
    expect(edit.ok).toBe(false);
    expect(edit.ok ? '' : edit.problem).toMatch(/[.m]$/);
  });
});
