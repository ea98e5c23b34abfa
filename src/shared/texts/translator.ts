import { createInstance, type i18n, type TFunction } from 'i18next'
import type { Catalogue } from './area'

export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/** Looks a text up: `t('chat.send')`. Plurals by `count`; names and figures as `{{name}}`. */
export type Translate = TFunction

/** Speaks one language from the start; others are added with `addCatalogue` and chosen with `changeLanguage`. */
export function createTexts(language: Language, catalogue: Catalogue): i18n {
  const texts = createInstance()
  // Resolves at once: nothing is loaded. React and native menus escape by themselves.
  void texts.init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: catalogue } },
    interpolation: { escapeValue: false },
    initAsync: false,
    returnNull: false,
  })
  return texts
}

export function addCatalogue(texts: i18n, language: Language, catalogue: Catalogue): void {
  texts.addResourceBundle(language, 'translation', catalogue, false, true)
}

/** The first of the reader's languages that we have; English otherwise. Takes tags such as `de-AT`. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = languages.find(language => tag.toLowerCase().split('-')[0] === language)
    if (found !== undefined) return found
  }
  return 'en'
}
