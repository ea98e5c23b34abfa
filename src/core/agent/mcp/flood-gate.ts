import type { Clock } from '../../../shared/clock'
import { HarombeError } from '../../../shared/errors'
import { mcpLimits as limits } from './limits'

export interface FloodGate {
  /** Counts what came. @throws HarombeError MALFORMED_RESPONSE when it is too much for anybody to mean it */
  take(bytes: number, messages: number): void
}

function bucket(perSecond: number, burst: number, clock: Pick<Clock, 'monotonic'>) {
  let level = burst
  let filledAt = clock.monotonic()
  return (amount: number): boolean => {
    const now = clock.monotonic()
    level = Math.min(burst, level + ((now - filledAt) / 1000) * perSecond) - amount
    filledAt = now
    return level >= 0
  }
}

/** A server may be busy for a moment, but must not keep harombe from everything else. */
export function createFloodGate(clock: Pick<Clock, 'monotonic'>): FloodGate {
  const bytesFit = bucket(limits.bytesPerSecond, limits.byteBurst, clock)
  const messagesFit = bucket(limits.messagesPerSecond, limits.messageBurst, clock)
  return {
    take(bytes, messages) {
      if (bytesFit(bytes) && messagesFit(messages)) return
      throw new HarombeError('MALFORMED_RESPONSE', 'The server sends more than anybody could read.')
    },
  }
}
