import { syllable } from 'syllable';
import { readability } from '../../domain/readability/text.ts';
import type { Readability } from '../../domain/readability/text.ts';

/** How hard a text is to read; null where that cannot be told. `language` where it is known. */
export function gradeOf(text: string, language: 'en' | 'unknown' = 'unknown'): Readability | null {
  return readability(text, syllable, language);
}
