import { z } from 'zod'
import { plainExcerpt } from './http/plain-text'

/** Single values as another machine gives them; null for what is absent or cannot be one. */

const whole = (value: unknown, least: number): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= least ? value : null

/** Bytes and the like. */
export const countOrNull = z
  .unknown()
  .optional()
  .transform(value => whole(value, 0))
/** Tokens, layers, heads. */
export const positiveOrNull = z
  .unknown()
  .optional()
  .transform(value => whole(value, 1))

/** Requests a server says it answers at once. More than this nobody has, and each would be sent there. */
const mostSlots = 256
export const slotsOrNull = positiveOrNull.transform(slots =>
  slots === null ? null : Math.min(slots, mostSlots),
)

/** A short word to be shown: a family, a quantization. */
export const wordOrNull = z
  .unknown()
  .optional()
  .transform(value => {
    const word = typeof value === 'string' ? plainExcerpt(value, 64) : ''
    return word === '' ? null : word
  })

/** A point in time, milliseconds since the epoch. What lies a generation ahead means never, as Ollama writes it. */
export const instantOrNull = z
  .unknown()
  .optional()
  .transform(value => {
    const instant = typeof value === 'string' ? Date.parse(value) : Number.NaN
    return instant >= 0 && instant < Date.UTC(2200, 0) ? instant : null
  })
