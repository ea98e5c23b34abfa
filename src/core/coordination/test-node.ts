import type { Clock } from '../../shared/clock'
import type { NodeTestResult } from '../../shared/contract/cluster'
import { HarombeError, isHarombeError } from '../../shared/errors'
import type { ModelLibrary, ProbeResult } from '../inference/protocol'
import type { HealthDependencies } from './health/types'
import type { NodeSpec } from './node-spec'

const patienceMs = 5000

export type NodeAccess = Pick<NodeSpec, 'url' | 'backend' | 'token'>
export type LookDependencies = Pick<HealthDependencies, 'createClient' | 'detectBackend'> & { clock: Clock }

/** What one question to a node brought. */
export type NodeLook =
  | { probe: ProbeResult; abilities: ModelLibrary['abilities']; latencyMs: number; error: null }
  | { probe: null; error: HarombeError }

/** Looks at a node that need not be part of the cluster. Never throws for one that is away. */
export async function lookAtNode(
  { url: baseUrl, backend, token }: NodeAccess,
  { clock, createClient, detectBackend }: LookDependencies,
  signal: AbortSignal,
): Promise<NodeLook> {
  const timeout = new AbortController()
  const cancel = clock.after(patienceMs, () => timeout.abort())
  const limit = AbortSignal.any([signal, timeout.signal])
  let client = backend === undefined ? null : createClient({ baseUrl, backend, token })
  const startedAt = clock.monotonic()
  try {
    const probe =
      client === null
        ? await detectBackend(baseUrl, { token, signal: limit })
        : await client.probe({ signal: limit })
    const latencyMs = clock.monotonic() - startedAt
    client ??= createClient({ baseUrl, backend: probe.backend, token })
    return { probe, abilities: { ...client.library.abilities }, latencyMs, error: null }
  } catch (thrown) {
    const error = timeout.signal.aborted
      ? new HarombeError('TIMEOUT', `Nothing answered at ${baseUrl} within ${patienceMs / 1000} s.`, {
          hint: 'Is the machine awake, the address right, and the port open in its firewall?',
        })
      : isHarombeError(thrown)
        ? thrown
        : new HarombeError('NODE_UNREACHABLE', `${baseUrl} could not be asked.`, { cause: thrown })
    return { probe: null, error }
  } finally {
    cancel()
    void client?.close()
  }
}

/** As `lookAtNode`, in the words of the contract. */
export async function testNode(
  spec: NodeAccess,
  dependencies: LookDependencies,
  signal: AbortSignal,
): Promise<NodeTestResult> {
  const look = await lookAtNode(spec, dependencies, signal)
  if (look.probe === null) {
    const nothing = { reachable: false, models: [], version: null, latencyMs: null, simulated: false }
    return { ...nothing, backend: spec.backend ?? null, error: look.error.toShape() }
  }
  const { backend, version, simulated } = look.probe
  const models = look.probe.models.map(({ name }) => name)
  return { reachable: true, backend, models, version, latencyMs: look.latencyMs, simulated, error: null }
}
