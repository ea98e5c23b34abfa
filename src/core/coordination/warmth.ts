import type { BackendKind } from '../../shared/entities'
import { bareLoaded } from '../inference/model-library'
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
  return holds(probe.loaded, model)
}

export function holds(loaded: readonly { name: string }[], model: string): boolean {
  for (const { name } of loaded) if (isSameModel(name, model)) return true
  return false
}

/** As a check would find it now that the model has begun to answer, which nobody knew to be in memory; else the same. */
export function withLoaded(probe: ProbeResult | null, model: string): ProbeResult | null {
  if (probe?.loaded == null || holds(probe.loaded, model)) return probe
  return { ...probe, loaded: [...probe.loaded, bareLoaded(model)] }
}

/** The model is known not to be in memory. */
export const isCold = (probe: ProbeResult | null, model: string): boolean => isLoaded(probe, model) === false

/** A loaded model is given this long for its first token at least, however fast it usually is. */
const leastPatienceMs = 30_000
/** … and so many times what nearly all its first tokens stayed under. */
const patienceFactor = 3

/**
 * How long to wait for the first token, milliseconds. From a model known to be loaded `warmMs`, or less where it usually
 * begins far sooner; from any other at least what loading it may take. Undefined where nobody has said or seen anything: then
 * it is the client's affair.
 * @param warmMs the user's figure
 * @param slowMs what nearly all first tokens after such a prompt stayed under; null while nobody knows
 */
export function firstTokenPatience(
  probe: ProbeResult | null,
  model: string,
  warmMs: number | undefined,
  slowMs: number | null = null,
): number | undefined {
  if (isLoaded(probe, model) !== true) return warmMs === undefined ? undefined : Math.max(coldMs, warmMs)
  if (slowMs === null) return warmMs
  return Math.min(warmMs ?? Number.POSITIVE_INFINITY, Math.max(leastPatienceMs, patienceFactor * slowMs))
}
