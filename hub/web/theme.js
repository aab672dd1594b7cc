/** Light or dark: as the device has it, unless somebody chose for this browser. */

/** @typedef {'auto' | 'light' | 'dark'} Theme */

const KEY = 'lares.theme';
/** @type {Theme[]} */
export const THEMES = ['auto', 'light', 'dark'];
/** When the dark style sheet holds. @type {Record<Theme, string>} */
const MEDIA = {auto: '(prefers-color-scheme: dark)', light: 'not all', dark: 'all'};

const byDevice = matchMedia(MEDIA.auto);
byDevice.addEventListener('change', show);
show();

/** @returns {Theme} */
export function theme() {
  const kept = localStorage.getItem(KEY);
  return THEMES.find((each) => each === kept) ?? 'auto';
}

/** @param {Theme} next */
export function useTheme(next) {
  localStorage.setItem(KEY, next);
  show();
}

/** Whether it is dark now. */
export function isDark() {
  return theme() === 'dark' || (theme() === 'auto' && byDevice.matches);
}

function show() {
  const sheet = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[href$="dark.css"]'));
  if (sheet) sheet.media = MEDIA[theme()];
  const bar = document.querySelector('meta[name=theme-color]');
  bar?.setAttribute('content', isDark() ? '#14120f' : '#f4f1ea');
}
