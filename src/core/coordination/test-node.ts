import type { Clock } from '../../shared/clock'
import type { NodeTestResult } from '../../shared/contract/cluster'
import { HarombeError, isHarombeError } from '../../shared/errors'
import type { HealthDependencies } from './health/types'
import type { NodeSpec } from './node-spec'

const patienceMs = 5000

/** Looks at a node that need not be part of the cluster. Never throws for one that is away. */
export async function testNode(
  spec: Pick<NodeSpec, 'url' | 'backend' | 'token'>,
  dependencies: Pick<HealthDependencies, 'createClient' | 'detectBackend'> & { clock: Clock },
  signal: AbortSignal,
): Promise<NodeTestResult> {
  const { clock, createClient, detectBackend } = dependencies
  const timeout = new AbortController()
  const cancel = clock.after(patienceMs, () => timeout.abort())
  const limit = AbortSignal.any([signal, timeout.signal])
  const { url: baseUrl, backend, token } = spec
  const client = backend === undefined ? null : createClient({ baseUrl, backend, token })
  const startedAt = clock.monotonic()
  try {
    const probe =
      client === null
        ? await detectBackend(baseUrl, { token, signal: limit })
        : await client.probe({ signal: limit })
    const { version, simulated } = probe
    const models = probe.models.map(({ name }) => name)
    const latencyMs = clock.monotonic() - startedAt
    return { reachable: true, backend: probe.backend, models, version, latencyMs, simulated, error: null }
  } catch (thrown) {
    const error = timeout.signal.aborted
      ? new HarombeError('TIMEOUT', `Nothing answered at ${baseUrl} within ${patienceMs / 1000} s.`, {
          hint: 'Is the machine awake, the address right, and the port open in its firewall?',
        })
      : isHarombeError(thrown)
        ? thrown
        : new HarombeError('NODE_UNREACHABLE', `${baseUrl} could not be asked.`, { cause: thrown })
    const nothing = { reachable: false, models: [], version: null, latencyMs: null, simulated: false }
    return { ...nothing, backend: backend ?? null, error: error.toShape() }
  } finally {
    cancel()
    void client?.close()
  }
}
