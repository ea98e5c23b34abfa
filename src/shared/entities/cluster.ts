import { z } from 'zod'
import { identifier, tier, timestamp } from './common'
import { nodeView } from './node'
import { convergence, unknownConvergence } from './plan'
import { complexityClass } from './route'

/** A request that is being answered now. */
export const activeRequest = z.object({
  id: identifier,
  node: z.string().nullable(),
  tier: tier.nullable(),
  class: complexityClass.nullable(),
  origin: z.enum(['chat', 'api', 'peer', 'cli']),
  startedAt: timestamp,
  tokens: z.number().int().nonnegative(),
  /** queued: for a slot; waiting: for a node to come back; running: on `node`. */
  state: z.enum(['routing', 'queued', 'waiting', 'running']).default('running'),
  /** Requests before this one while it is queued. */
  ahead: z.number().int().nonnegative().nullable().default(null),
})
export type ActiveRequest = z.infer<typeof activeRequest>

/** How the answers a tier gave went, since the start. */
export const tierStatistics = z.object({
  tier: tier,
  answers: z.number().int().nonnegative(),
  failures: z.number().int().nonnegative(),
  tokens: z.number().int().nonnegative(),
  /** Answers of it that were wanted from another tier. */
  fallbacks: z.number().int().nonnegative(),
  /** Medians over the last 50 answers. */
  ttftMs: z.number().nonnegative().nullable(),
  tokensPerSecond: z.number().nonnegative().nullable(),
})
export type TierStatistics = z.infer<typeof tierStatistics>

export const clusterSummary = z.object({
  nodesTotal: z.number().int().nonnegative(),
  nodesOnline: z.number().int().nonnegative(),
  answers: z.number().int().nonnegative(),
  failures: z.number().int().nonnegative(),
  failovers: z.number().int().nonnegative(),
  ttftMs: z.number().nonnegative().nullable(),
  tokensPerSecond: z.number().nonnegative().nullable(),
  /** Of the queries classified simple, the share that a tier-0 node answered; null before the first. */
  simpleOnTier0: z.number().min(0).max(1).nullable(),
  /** Requests that wait for a slot or a node now. */
  queued: z.number().int().nonnegative().default(0),
  /** Turned away because too many waited, or they waited too long; since the start. */
  rejected: z.number().int().nonnegative().default(0),
  tiers: z.array(tierStatistics).default([]),
})
export type ClusterSummary = z.infer<typeof clusterSummary>

export const clusterView = z.object({
  nodes: z.array(nodeView),
  requests: z.array(activeRequest),
  summary: clusterSummary,
  /** Null, or why the configuration on disk is not the one in force. */
  configProblem: z.string().nullable(),
  demoRunning: z.boolean(),
  /** Other programs and machines get no answers for now; the user's own windows do. */
  servingPaused: z.boolean().default(false),
  /** How far the machines are what harombe.yaml says. */
  convergence: convergence.default(unknownConvergence),
})
export type ClusterView = z.infer<typeof clusterView>

/**
 * What a watcher of the cluster receives. Revisions count up by one; a receiver that sees a gap subscribes again.
 * In a patch, `nodes` are whole nodes that changed, `order` is the full list of names when it changed.
 */
export const clusterUpdate = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), revision: z.number().int(), view: clusterView }),
  z.object({
    type: z.literal('patch'),
    revision: z.number().int(),
    nodes: z.array(nodeView).optional(),
    order: z.array(z.string()).optional(),
    requests: z.array(activeRequest).optional(),
    summary: clusterSummary.optional(),
    configProblem: z.string().nullable().optional(),
    demoRunning: z.boolean().optional(),
    servingPaused: z.boolean().optional(),
    convergence: convergence.optional(),
  }),
])
export type ClusterUpdate = z.infer<typeof clusterUpdate>
