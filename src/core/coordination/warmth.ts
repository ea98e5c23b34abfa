import type { BackendKind } from '../../shared/entities'
import type { ProbeResult } from '../inference/protocol'
import { isSameModel } from './same-model'

/** A large model from a slow disk. */
const coldMs = 600_000

/** These load their model when they start, and answer nothing before. */
const loadsAtStart = (backend: BackendKind) => backend === 'vllm' || backend === 'sglang'

/** Whether the model is known to be in memory there; null when the server does not tell. */
export function isLoaded(probe: ProbeResult | null, model: string): boolean | null {
  if (probe === null) return null
  if (probe.loaded === null) return loadsAtStart(probe.backend) ? true : null
  return probe.loaded.some(({ name }) => isSameModel(name, model))
}

/** The model is known not to be in memory. */
export const isCold = (probe: ProbeResult | null, model: string): boolean => isLoaded(probe, model) === false

/**
 * How long to wait for the first token, milliseconds: `warmMs` from a model known to be loaded, and from any other at
 * least what loading it may take. Undefined without a figure of the user's: then it is the client's affair.
 */
export function firstTokenPatience(
  probe: ProbeResult | null,
  model: string,
  warmMs: number | undefined,
): number | undefined {
  if (warmMs === undefined) return undefined
  return isLoaded(probe, model) === true ? warmMs : Math.max(coldMs, warmMs)
}
