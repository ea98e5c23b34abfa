import { z } from 'zod'
import { errorShape } from '../errors'
import { tier, timestamp } from './common'

export const backendKind = z.enum(['ollama', 'harombe', 'openai', 'vllm', 'sglang', 'llamacpp', 'embedded'])
export type BackendKind = z.infer<typeof backendKind>

/**
 * unknown: no check has finished yet; offline: the last checks failed; online: it may be used;
 * model_missing: it answers but does not serve the configured model; disabled: by the user.
 */
export const nodeStatus = z.enum(['unknown', 'online', 'offline', 'model_missing', 'disabled'])
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
  origin: z.enum(['config', 'local', 'demo']),
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
  /** activeRequests / slots. */
  load: z.number().nonnegative(),
  checkedAt: timestamp.nullable(),
  version: z.string().nullable(),
  error: errorShape.nullable(),
  statistics: nodeStatistics,
})
export type NodeView = z.infer<typeof nodeView>
