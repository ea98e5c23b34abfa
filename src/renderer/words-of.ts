import { isHarombeError } from '../shared/harombe-error'

/** What the coordinator says went wrong; `otherwise` where it was nothing the coordinator knows of. */
export const wordsOf = (error: unknown, otherwise: string): string =>
  isHarombeError(error) ? error.message : otherwise
