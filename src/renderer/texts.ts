import type { i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Catalogue } from '../shared/texts/area'
import { addPhrases } from '../shared/texts/spoken'
import { addCatalogue, createTexts, type Language, preferredLanguage } from '../shared/texts/translator'

/** Of the last time, so that the first paint already speaks it. */
const storageKey = 'harombe.language'

const catalogues: Record<Language, () => Promise<Catalogue>> = {
  en: async () => (await import('../shared/texts/en')).en,
  de: async () => {
    const [{ de }, { phrases }] = await Promise.all([
      import('../shared/texts/de'),
      import('../shared/texts/de/phrases'),
    ])
    addPhrases('de', phrases)
    return de
  },
}

export type LanguageChoice = 'system' | Language

const languageOf = (choice: LanguageChoice): Language =>
  choice === 'system' ? preferredLanguage(navigator.languages) : choice

function storedChoice(): LanguageChoice {
  try {
    const stored = localStorage.getItem(storageKey)
    return stored === 'en' || stored === 'de' ? stored : 'system'
  } catch {
    return 'system'
  }
}

/** For screen readers, hyphens and quotes. */
function announce(language: Language): void {
  // Unit tests have no document.
  if ('document' in globalThis) document.documentElement.lang = language
}

const first = languageOf(storedChoice())

/**
 * The texts of this page. Components take `t` from `useTranslation()`, which renders them again when the language changes;
 * what runs outside of rendering (a notice, a store) says `texts.t(…)`.
 */
export const texts: i18n = createTexts(first, await catalogues[first]())
// `use` is heard by what is initialised later only.
initReactI18next.init(texts)
announce(first)

/** Speaks another language from now on; the same one again costs nothing. */
export async function chooseLanguage(choice: LanguageChoice): Promise<void> {
  try {
    localStorage.setItem(storageKey, choice)
  } catch {
    // Storage is blocked: the next start speaks the system's language first.
  }
  const language = languageOf(choice)
  if (texts.language === language) return
  addCatalogue(texts, language, await catalogues[language]())
  await texts.changeLanguage(language)
  announce(language)
}
