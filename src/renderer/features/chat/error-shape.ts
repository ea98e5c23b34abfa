import { type ErrorShape, HarombeError, isHarombeError } from '../../../shared/harombe-error'

/** The client only rejects with HarombeError; anything else is a fault of the page itself. */
export function toErrorShape(error: unknown): ErrorShape {
  if (isHarombeError(error)) return error.toShape()
  return new HarombeError('INTERNAL', 'Something went wrong in this window.').toShape()
}
