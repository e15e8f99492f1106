/** Meta's numeric keys of common languages; the "(All)" entries cover every regional form. */
export const LOCALES: readonly { readonly key: number; readonly name: string }[] = [
  { key: 1001, name: 'English (All)' },
  { key: 6, name: 'English (US)' },
  { key: 24, name: 'English (UK)' },
  { key: 5, name: 'German' },
  { key: 1003, name: 'French (All)' },
  { key: 9, name: 'French (France)' },
  { key: 1002, name: 'Spanish (All)' },
  { key: 23, name: 'Spanish (Spain)' },
  { key: 10, name: 'Italian' },
  { key: 14, name: 'Dutch' },
  { key: 1005, name: 'Portuguese (All)' },
  { key: 31, name: 'Portuguese (Portugal)' },
  { key: 15, name: 'Polish' },
  { key: 18, name: 'Swedish' },
  { key: 7, name: 'Danish' },
  { key: 13, name: 'Norwegian (bokmal)' },
  { key: 8, name: 'Finnish' },
  { key: 19, name: 'Turkish' },
  { key: 17, name: 'Russian' },
  { key: 11, name: 'Japanese' },
  { key: 12, name: 'Korean' },
  { key: 1004, name: 'Chinese (All)' },
  { key: 28, name: 'Arabic' },
  { key: 46, name: 'Hindi' },
  { key: 2, name: 'Czech' },
  { key: 39, name: 'Greek' },
  { key: 30, name: 'Hungarian' },
  { key: 32, name: 'Romanian' },
  { key: 52, name: 'Ukrainian' },
];

export function isLocaleKey(key: number): boolean {
  return LOCALES.some((locale) => locale.key === key);
}
