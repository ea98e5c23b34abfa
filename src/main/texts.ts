import type { Preferences } from '../shared/entities'
import { de } from '../shared/texts/de'
import { en } from '../shared/texts/en'
import {
  addCatalogue,
  createTexts,
  type Language,
  preferredLanguage,
  type Translate,
} from '../shared/texts/translator'

export interface MainTexts {
  /** Speaks the language of the moment. */
  t: Translate
  /** Makes it the language of `t` before it returns. */
  speak(wanted: Preferences['language']): void
  language(): Language
}

/** What menus, tray and notifications say, whichever language the windows speak. */
export function createMainTexts(systemLanguages: readonly string[]): MainTexts {
  const texts = createTexts('en', en)
  addCatalogue(texts, 'de', de)
  let language: Language = 'en'
  return {
    t: texts.t,
    speak(wanted) {
      language = wanted === 'system' ? preferredLanguage(systemLanguages) : wanted
      void texts.changeLanguage(language)
    },
    language: () => language,
  }
}
