import { useState } from 'preact/hooks';

const KEY = 'shardwright-theme';

/** Applies the theme that was chosen last; the system's where none was. */
export function applyTheme(): void {
  const kept = localStorage.getItem(KEY);
  if (kept !== null) document.documentElement.dataset['theme'] = kept;
}

const isDark = (): boolean => {
  const kept = document.documentElement.dataset['theme'];
  return kept === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : kept === 'dark';
};

/** Light or dark, beside what the system prefers. */
export function ThemeButton() {
  const [dark, setDark] = useState(isDark);
  const toggle = (): void => {
    const next = dark ? 'light' : 'dark';
    document.documentElement.dataset['theme'] = next;
    localStorage.setItem(KEY, next);
    setDark(!dark);
  };
  return (
    <button type="button" class="button small quiet" onClick={toggle}>
      {dark ? 'Light' : 'Dark'}
      <span class="visually-hidden"> theme</span>
    </button>
  );
}
