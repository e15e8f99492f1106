/** What everyone tries first among passwords of ten and more characters. */
const COMMON = [
  'password',
  'passwort',
  'qwertyuiop',
  'qwertyuiopasdfghjkl',
  'asdfghjkl',
  'zxcvbnm',
  'iloveyou',
  'letmein',
  'welcome',
  'administrator',
  'sunshine',
  'princess',
  'football',
  'baseball',
  'superman',
  'trustno',
  'changeme',
  'aigency',
  'secret',
  'abcdefghijklmnopqrstuvwxyz',
  'qazwsxedc',
  'qweasdzxc',
];

/**
 * Why a password would be guessed at once, or null. Looks through the usual disguises: doubled words, digits and
 * signs at the ends, letters swapped for digits.
 */
export function weakPassword(
  password: string,
  person: { readonly email: string; readonly name: string },
): string | null {
  const lower = password.toLowerCase();
  const core = lower.replace(/[^\p{L}\p{N}]/gu, '');
  if (new Set(lower).size < 5) return 'repeats a few characters only and would be guessed at once';
  if (isRun(core)) return 'is a run of neighbouring characters and would be guessed at once';
  const words = new Set([wordOf(core), wordOf(unmask(core)), wordOf(halve(wordOf(core)))]);
  if (COMMON.some((common) => words.has(common)))
    return 'is one of the most used ones and would be guessed at once';
  const known = [person.email.split('@')[0] ?? '', person.email, person.name]
    .map((text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))
    .filter((text) => text.length >= 4);
  if (known.some((text) => core === text || wordOf(core) === wordOf(text))) {
    return 'is your name or e-mail address and would be guessed at once';
  }
  return null;
}

function wordOf(text: string): string {
  return text.replace(/^\d+|\d+$/g, '');
}

function unmask(text: string): string {
  return text
    .replaceAll('0', 'o')
    .replaceAll('1', 'i')
    .replaceAll('3', 'e')
    .replaceAll('4', 'a')
    .replaceAll('5', 's');
}

function halve(text: string): string {
  const half = text.slice(0, text.length / 2);
  return half.repeat(2) === text ? half : text;
}

function isRun(text: string): boolean {
  const steps = Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => {
    const step = text.charCodeAt(index + 1) - text.charCodeAt(index);
    // 9 is followed by 0.
    return step === -9 ? 1 : step;
  });
  return steps.length > 0 && steps.every((step) => step === steps[0] && Math.abs(step) <= 1);
}
