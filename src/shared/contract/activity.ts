import { z } from 'zod'
import { nodeName, requestRecord, tier, timestamp } from '../entities'
import { call, stream } from './define'

/** A request's number in the log: rises with every request that ended, whatever the clock says. */
export const requestCursor = z.number().int().positive().max(Number.MAX_SAFE_INTEGER)

export const requestFilter = z.object({
  node: nodeName.optional(),
  tier: tier.optional(),
  model: z.string().min(1).max(256).optional(),
  outcome: requestRecord.shape.outcome.optional(),
  origin: requestRecord.shape.origin.optional(),
  /** Only requests that began in the last so many milliseconds. */
  sinceMs: z.number().positive().max(Number.MAX_SAFE_INTEGER).optional(),
})
export type RequestFilter = z.infer<typeof requestFilter>

/**
 * Where requests are kept. disk: in the data directory; memory: only the newest, because the file cannot be written, which
 * `problem` explains; off: cluster.request_log.enabled is false, or a command runs without a coordinator.
 */
const keeping = {
  kept: z.enum(['disk', 'memory', 'off']),
  problem: z.string().nullable(),
}

export const requestPage = z.object({
  /** Newest first. */
  records: z.array(requestRecord),
  /** `before` of the next page; null at the end. */
  next: requestCursor.nullable(),
  ...keeping,
})
export type RequestPage = z.infer<typeof requestPage>

/** Requests that ended since the item before, oldest first. */
export const requestBatch = z.object({
  records: z.array(requestRecord),
  /** So many before these were left out, because the receiver was too slow: list them. */
  missed: z.number().int().nonnegative(),
})
export type RequestBatch = z.infer<typeof requestBatch>

/** Within about 2 % of the true value. Milliseconds, or tokens/s. */
export const percentiles = z.object({ p50: z.number().nonnegative(), p95: z.number().nonnegative() })

const count = z.number().int().nonnegative()

export const requestFigures = z.object({
  /** All that ended: answers + failures + cancelled + rejected. */
  requests: count,
  answers: count,
  failures: count,
  cancelled: count,
  /** Turned away because too many waited, or they waited too long. */
  rejected: count,
  /** Nodes that failed on the way. */
  failovers: count,
  /** Answers of another tier than the one that was wanted. */
  fallbacks: count,
  /** Null before the first of which it is known. */
  ttftMs: percentiles.nullable(),
  durationMs: percentiles.nullable(),
  tokensPerSecond: percentiles.nullable(),
  /** Of all requests, also those that waited for nothing. */
  queuedMs: percentiles.nullable(),
  promptTokens: count,
  /** Of what callers got. */
  tokens: count,
  /** Of everything that was written, thrown-away attempts included. */
  spentTokens: count,
})
export type RequestFigures = z.infer<typeof requestFigures>

export const requestStatistics = z.object({
  /** The beginning of the hour in which they begin. */
  since: timestamp,
  totals: requestFigures,
  /** By the tier, node and model that answered; requests that none began to answer are in the totals only. */
  tiers: z.array(z.object({ tier, ...requestFigures.shape })),
  /** Most requests first, at most 200; likewise the models. */
  nodes: z.array(z.object({ node: z.string(), ...requestFigures.shape })),
  models: z.array(z.object({ model: z.string(), ...requestFigures.shape })),
  /** Oldest first; hours in which nothing ended are left out. `at` is the beginning of the hour. */
  hours: z.array(z.object({ at: timestamp, ...requestFigures.shape })),
  /** Answers to queries that were classified simple and whose place nobody forced. */
  simple: z.object({ answers: count, onTier0: count, share: z.number().min(0).max(1).nullable() }),
  ...keeping,
})
export type RequestStatistics = z.infer<typeof requestStatistics>

/** So many requests ended in this way, on this tier and node. */
export const requestCount = z.object({
  outcome: requestRecord.shape.outcome,
  tier: tier.nullable(),
  node: z.string().nullable(),
  requests: z.number().int().positive(),
})
export type RequestCount = z.infer<typeof requestCount>

export const activityContract = {
  /** Requests that ended, newest first. */
  listRequests: call(
    'read',
    z.object({
      ...requestFilter.shape,
      before: requestCursor.nullish(),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    requestPage,
  ),
  /** The first item is empty and comes at once: whoever lists after it misses none (and may meet some twice; `id` tells). */
  watchRequests: stream('read', z.object({}), requestBatch),
  /** How many requests there are, told apart by what lists are filtered by; those that nobody fits are left out. */
  countRequests: call(
    'read',
    requestFilter.pick({ sinceMs: true }),
    z.object({ counts: z.array(requestCount) }),
  ),
  /** How the requests of the last hours went, the current one included. */
  statistics: call(
    'read',
    z.object({ hours: z.number().int().min(1).max(8784).default(24) }),
    requestStatistics,
  ),
  /** Removes all that ended so far. */
  clearRequests: call('admin', z.object({}), z.object({ removed: count })),
}
