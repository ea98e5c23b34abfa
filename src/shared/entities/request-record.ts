import { z } from 'zod'
import { errorCode } from '../errors'
import { identifier, tier, timestamp } from './common'
import { complexityClass, failover } from './route'

/** How one request went, for the log. Never what was said: no prompt, no answer. */
export const requestRecord = z.object({
  id: identifier,
  startedAt: timestamp,
  origin: z.enum(['chat', 'api', 'peer', 'cli']),
  kind: z.enum(['chat', 'completion', 'embedding']),
  outcome: z.enum(['complete', 'failed', 'cancelled', 'rejected']),
  error: errorCode.nullable(),
  class: complexityClass.nullable(),
  wantedTier: tier.nullable(),
  forced: z.enum(['none', 'tier', 'node', 'model']).nullable(),
  node: z.string().nullable(),
  tier: tier.nullable(),
  model: z.string().nullable(),
  /** The sentence of the decision. */
  reason: z.string(),
  /** Milliseconds it waited for a slot or a node, to the first token, and altogether. */
  queuedMs: z.number().nonnegative(),
  ttftMs: z.number().nonnegative().nullable(),
  durationMs: z.number().nonnegative(),
  promptTokens: z.number().int().nonnegative().nullable(),
  /** Of the answer the caller got. */
  tokens: z.number().int().nonnegative(),
  /** Of all attempts, those that were thrown away included. */
  spentTokens: z.number().int().nonnegative(),
  tokenSource: z.enum(['reported', 'estimated']),
  tokensPerSecond: z.number().nonnegative().nullable(),
  failovers: z.array(failover),
})
export type RequestRecord = z.infer<typeof requestRecord>
