import { en } from './en'
import { createTexts, type Translate } from './translator'

/** For what has no reader of its own: logs, the API, the command line. */
export const english: Translate = createTexts('en', en).t
