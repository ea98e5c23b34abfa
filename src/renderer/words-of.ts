import { isHarombeError } from '../shared/harombe-error'
import { spoken } from '../shared/texts/spoken'
import { texts } from './texts'

/** What the coordinator says went wrong, in the reader's language; `otherwise` where it was nothing the coordinator knows of. */
export const wordsOf = (error: unknown, otherwise: string): string =>
  isHarombeError(error) ? spoken(error.message, texts.t) : otherwise
