import { createStore } from 'zustand/vanilla'

export const themeChoices = ['system', 'light', 'dark'] as const
export type ThemeChoice = (typeof themeChoices)[number]

/** Read by public/theme.js before the first paint, so the name and the values are fixed. */
export const themeStorageKey = 'harombe.theme'

export function toThemeChoice(value: unknown): ThemeChoice {
  return themeChoices.find(choice => choice === value) ?? 'system'
}

function stored(): ThemeChoice {
  try {
    return toThemeChoice(localStorage.getItem(themeStorageKey))
  } catch {
    return 'system'
  }
}

export const themeStore = createStore(() => ({ theme: stored() }))

/** The bar around an installed page follows a chosen theme too, not only the system's. */
function paintFrame(theme: ThemeChoice): void {
  // Unit tests have no document.
  if (!('document' in globalThis)) return
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const { scheme } = meta.dataset
    meta.media =
      theme === 'system' ? `(prefers-color-scheme: ${scheme})` : scheme === theme ? 'all' : 'not all'
  }
}

export function chooseTheme(theme: ThemeChoice): void {
  themeStore.setState({ theme })
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  paintFrame(theme)
  try {
    localStorage.setItem(themeStorageKey, theme)
  } catch {
    // Storage is blocked: the choice lasts until the window closes.
  }
}
