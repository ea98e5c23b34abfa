import { type ErrorShape, HarombeError, isHarombeError } from '../../../../shared/harombe-error'
import { texts } from '../../../texts'

/** The client only rejects with HarombeError; anything else is a fault of the page itself. */
export const toErrorShape = (error: unknown): ErrorShape =>
  isHarombeError(error)
    ? error.toShape()
    : new HarombeError('INTERNAL', texts.t('chat.page.windowFault')).toShape()
