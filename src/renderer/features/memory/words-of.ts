import { isHarombeError } from '../../../shared/harombe-error'

/** What went wrong, with what to do about it where that is known. */
export function wordsOf(error: unknown, otherwise: string): string {
  return isHarombeError(error) ? error.message : otherwise
}
