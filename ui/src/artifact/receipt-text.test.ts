import { describe, expect, it } from 'vitest';
import { receiptParts } from './receipt-text.ts';

describe('a receipt', () => {
  it('is read as headings, lines and tables', () => {
    const parts = receiptParts(
      [
        'Launch receipt',
        '',
        'What you approved',
        'When: Mon 23 Nov 2026, 09:12 GMT',
        'Limit: £105 a week',
        '',
        'What Facebook holds',
        'Thing | Id | Set to',
        'Campaign | 120210 | £15 a day',
      ].join('\n'),
    );
    expect(parts).toEqual([
      { title: null, isTable: false, rows: [['Launch receipt']] },
      {
        title: 'What you approved',
        isTable: false,
        rows: [
          ['When', 'Mon 23 Nov 2026, 09:12 GMT'],
          ['Limit', '£105 a week'],
        ],
      },
      {
        title: 'What Facebook holds',
        isTable: true,
        rows: [
          ['Thing', 'Id', 'Set to'],
          ['Campaign', '120210', '£15 a day'],
        ],
      },
    ]);
  });

  it('of another shape is still shown whole', () => {
    expect(receiptParts('Just a sentence.')).toEqual([
      { title: null, isTable: false, rows: [['Just a sentence.']] },
    ]);
  });
});
