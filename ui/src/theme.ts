import { createSignal } from 'solid-js';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'aigency.theme';

function stored(): Theme {
  const value = localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === value) ?? 'system';
}

const [theme, setSignal] = createSignal<Theme>(stored());
export { theme };

export function setTheme(wanted: Theme): void {
  localStorage.setItem(KEY, wanted);
  setSignal(wanted);
  showTheme();
}

/** Without an own choice the page follows the system. */
export function showTheme(): void {
  const { dataset } = document.documentElement;
  if (theme() === 'system') delete dataset['theme'];
  else dataset['theme'] = theme();
}
