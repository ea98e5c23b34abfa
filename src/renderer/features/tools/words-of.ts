import { isHarombeError } from '../../../shared/harombe-error'

export const wordsOf = (error: unknown, otherwise: string): string =>
  isHarombeError(error) ? error.message : otherwise
