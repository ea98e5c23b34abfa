import { z } from 'zod'
import { timestamp } from './common'

const column = z.array(z.number().nonnegative().nullable())

/**
 * Figures of one node over time, column by column: the same place in each is the same moment. Null where nothing was known:
 * the node was away, or this machine asleep. Of the seconds up to the moment, where it says so.
 */
export const nodeHistoryColumns = z.object({
  /** Rising. */
  at: z.array(timestamp),
  /** Round trip of the last check, milliseconds. */
  latencyMs: column,
  /** Requests at once, at most, of these seconds. */
  active: column,
  /** Requests that wait and would go to it. */
  queued: column,
  slots: column,
  /** Written in these seconds, of all its answers together. */
  tokensPerSecond: column,
  /** Mean over the answers that ended in these seconds. */
  ttftMs: column,
  /** What the loaded models take, where its server tells. */
  memoryBytes: column,
  /** Requests that failed on it in these seconds; also while it is away. */
  errors: column,
})
export type NodeHistoryColumns = z.infer<typeof nodeHistoryColumns>

/** Everything there is of the last minutes; then, a moment or a few at a time, what came since. */
export const nodeHistoryUpdate = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('whole'),
    /** Between two moments, about; and what is kept at most. */
    stepMs: z.number().positive(),
    spanMs: z.number().positive(),
    columns: nodeHistoryColumns,
  }),
  z.object({ type: z.literal('appended'), columns: nodeHistoryColumns }),
])
export type NodeHistoryUpdate = z.infer<typeof nodeHistoryUpdate>
