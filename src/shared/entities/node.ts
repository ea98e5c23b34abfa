import { z } from 'zod'
import { errorShape } from '../errors'
import { tier, timestamp } from './common'

export const backendKind = z.enum(['ollama', 'harombe', 'openai', 'vllm', 'sglang', 'llamacpp', 'embedded'])
export type BackendKind = z.infer<typeof backendKind>

/**
 * unknown: no check has finished yet; offline: the last checks failed; online: it may be used;
 * model_missing: it answers but does not serve the configured model; disabled: by the user, in the file;
 * draining: by the user, for now: it finishes what it answers and gets nothing new.
 */
export const nodeStatus = z.enum(['unknown', 'online', 'offline', 'model_missing', 'disabled', 'draining'])
export type NodeStatus = z.infer<typeof nodeStatus>

export const nodeStatistics = z.object({
  requests: z.number().int().nonnegative(),
  failures: z.number().int().nonnegative(),
  tokens: z.number().int().nonnegative(),
  /** Medians over the last 50 answers; null before the first. */
  ttftMs: z.number().nonnegative().nullable(),
  tokensPerSecond: z.number().nonnegative().nullable(),
})
export type NodeStatistics = z.infer<typeof nodeStatistics>

/**
 * A circuit breaker. closed: requests flow; open: none do until `retryAt`; half_open: one at a time, to see whether it works
 * again.
 */
export const breakerState = z.enum(['closed', 'open', 'half_open'])
export type BreakerState = z.infer<typeof breakerState>

/** One per node and model. Closed ones that nothing is to be told of are left out of a node's list. */
export const breakerView = z.object({
  model: z.string(),
  state: breakerState,
  /** When it came into this state. */
  since: timestamp,
  /** Open: when the next request is let through, about. */
  retryAt: timestamp.nullable(),
  /** What it opened for, in words; empty when closed. */
  reason: z.string(),
})
export type BreakerView = z.infer<typeof breakerView>

/** What happened to a node, for its history: newest last, at most 50. */
export const nodeIncident = z.object({
  at: timestamp,
  kind: z.enum([
    'came_up',
    'went_down',
    'breaker_opened',
    'breaker_half_opened',
    'breaker_closed',
    'drained',
    'resumed',
  ]),
  model: z.string().optional(),
  reason: z.string(),
})
export type NodeIncident = z.infer<typeof nodeIncident>

/** What was learnt of one model on one node; null for what nobody has seen yet. */
export const modelPace = z.object({
  model: z.string(),
  /** Milliseconds from sending to the first token, model loaded, prompt aside. */
  ttftMs: z.number().nonnegative().nullable(),
  promptTokensPerSecond: z.number().positive().nullable(),
  tokensPerSecond: z.number().positive().nullable(),
  loadMs: z.number().nonnegative().nullable(),
  samples: z.number().int().nonnegative(),
})
export type ModelPace = z.infer<typeof modelPace>

/** A node as every surface shows it (dashboard, tray, CLI, `/cluster/status`). */
export const nodeView = z.object({
  name: z.string(),
  /** Where it is, without credentials: `http://host:port`. */
  url: z.string(),
  tier: tier,
  backend: backendKind,
  /** The model that answers; empty until one is known. */
  model: z.string(),
  /** Models the node said it serves at the last check. */
  models: z.array(z.string()),
  /** discovered: found on the network and used because the file says so; not written in it. */
  origin: z.enum(['config', 'local', 'demo', 'discovered']),
  /** The node itself says that it only pretends. */
  simulated: z.boolean(),
  enabled: z.boolean(),
  status: nodeStatus,
  /** Round trip of the last good check, exponentially smoothed. */
  latencyMs: z.number().nonnegative().nullable(),
  latencyHistory: z.array(z.number().nonnegative()),
  activeRequests: z.number().int().nonnegative(),
  /** How many requests it takes at once. */
  slots: z.number().int().positive(),
  /** Requests at its server in its slots, 1 when all are taken; nodes with one address have it in common. */
  load: z.number().nonnegative(),
  checkedAt: timestamp.nullable(),
  version: z.string().nullable(),
  error: errorShape.nullable(),
  statistics: nodeStatistics,
  /** How much of its share of requests it gets: the user's weight, 1 by default. */
  weight: z.number().positive().default(1),
  /** Just back and warming up: the part of its share it gets, 0.1–1. */
  slowStart: z.number().min(0).max(1).default(1),
  /** Requests that wait and would go to this node as things stand. */
  queued: z.number().int().nonnegative().default(0),
  breakers: z.array(breakerView).default([]),
  incidents: z.array(nodeIncident).default([]),
  paces: z.array(modelPace).default([]),
  /** In memory now; null for a server that does not tell. */
  loaded: z
    .array(z.object({ name: z.string(), sizeBytes: z.number().nonnegative().nullable() }))
    .nullable()
    .default(null),
  /** What models may take: its video memory, else its main memory; null where nobody said. */
  memoryBytes: z.number().nonnegative().nullable().default(null),
  /** Of its network card, to wake it by; null where none is written. */
  wakeMac: z.string().nullable().default(null),
})
export type NodeView = z.infer<typeof nodeView>
