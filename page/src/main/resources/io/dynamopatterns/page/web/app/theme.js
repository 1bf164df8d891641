import {h, useState} from './lib.js';

const KEY = 'fleet-theme';
const NEXT = {auto: 'light', light: 'dark', dark: 'auto'};
const SIGN = {auto: '◐', light: '☀', dark: '☾'};

function stored() {
  try {
    return localStorage.getItem(KEY) ?? 'auto';
  } catch {
    // A file's page may have no storage.
    return 'auto';
  }
}

function apply(theme) {
  if (theme === 'auto') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
}

/** Before the first drawing, so that nothing flashes. */
export function applyStoredTheme() {
  apply(stored());
}

export function ThemeSwitch() {
  const [theme, setTheme] = useState(stored());
  const next = () => {
    const chosen = NEXT[theme];
    try {
      localStorage.setItem(KEY, chosen);
    } catch {
      // It holds until the page is left.
    }
    apply(chosen);
    setTheme(chosen);
    document.dispatchEvent(new Event('fleet-theme'));
  };
  return h(
    'button',
    {class: 'icon', onClick: next, 'aria-label': `Colours: ${theme}. Switch to ${NEXT[theme]}.`, title: `Colours: ${theme}`},
    SIGN[theme],
  );
}
