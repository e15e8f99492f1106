import { describe, expect, it } from 'vitest';
import { barParts } from './bar.ts';

describe('the bar of approved and spent', () => {
  it('divides what was approved', () => {
    expect(barParts({ approvedMinor: 1000, spentMinor: 250, committedMinor: 500 })).toEqual({
      spent: 25,
      committed: 50,
      over: 0,
    });
  });

  it('never promises more than is left', () => {
    expect(barParts({ approvedMinor: 1000, spentMinor: 900, committedMinor: 500 })).toEqual({
      spent: 90,
      committed: 10,
      over: 0,
    });
  });

  it('shows what went beyond', () => {
    expect(barParts({ approvedMinor: 800, spentMinor: 1000, committedMinor: 0 })).toEqual({
      spent: 80,
      committed: 0,
      over: 20,
    });
  });

  it('is absent without a limit', () => {
    expect(barParts({ approvedMinor: null, spentMinor: 5, committedMinor: 0 })).toBeNull();
  });
});
