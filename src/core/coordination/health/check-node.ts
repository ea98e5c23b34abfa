import { deadline } from '../../../shared/deadline'
import { HarombeError, isHarombeError } from '../../../shared/errors'
import type { ProbeResult } from '../../inference/protocol'
import type { ClusterNode } from '../node'
import { forgetWhatWasSeen, recordBadCheck, recordGoodCheck } from './record-check'
import type { HealthDependencies, HealthPolicy } from './types'

async function probe(
  node: ClusterNode,
  dependencies: HealthDependencies,
  signal: AbortSignal,
  isRoutine: boolean,
): Promise<ProbeResult> {
  const { url: baseUrl, backend, token } = node.spec
  if (node.client !== null) return node.client.probe({ signal, isRoutine })
  if (backend !== undefined) {
    node.client = dependencies.createClient({ baseUrl, backend, token })
    return node.client.probe({ signal })
  }
  const found = await dependencies.detectBackend(baseUrl, { token, signal })
  // Removed meanwhile: nobody would close a client made now.
  if (node.retired.signal.aborted) return found
  node.client = dependencies.createClient({ baseUrl, backend: found.backend, token })
  return found
}

/**
 * Looks at a node once and records what it found; never throws.
 * @param countsFaults whether failures say anything, asked at the end of the look
 * @param isRoutine see `ProbeOptions`
 */
export async function checkNode(
  node: ClusterNode,
  policy: HealthPolicy,
  dependencies: HealthDependencies,
  countsFaults: () => boolean = () => true,
  isRoutine = false,
): Promise<void> {
  if (node.spec.problem !== undefined) return forgetWhatWasSeen(node)
  const { clock } = dependencies
  const timeout = new AbortController()
  const cancelTimeout = deadline(clock, policy.timeoutMs, () => timeout.abort())
  const signal = AbortSignal.any([timeout.signal, node.retired.signal])
  const startedAt = clock.monotonic()
  try {
    const result = await probe(node, dependencies, signal, isRoutine)
    if (!node.retired.signal.aborted)
      recordGoodCheck(node, result, clock.monotonic() - startedAt, clock.wall())
  } catch (thrown) {
    if (node.retired.signal.aborted) return
    const failure = describeFailure(thrown, timeout.signal.aborted, policy)
    recordBadCheck(node, failure, clock.wall(), countsFaults())
    forgetFoundBackend(node)
  } finally {
    cancelTimeout()
  }
}

/** What answers at the address when it comes back may be another kind of server, unless the file names the kind. */
function forgetFoundBackend(node: ClusterNode): void {
  if (node.spec.backend !== undefined || node.reachability !== 'down' || node.activeRequests > 0) return
  void node.client?.close()
  node.client = null
}

function describeFailure(thrown: unknown, timedOut: boolean, policy: HealthPolicy): HarombeError {
  if (timedOut) {
    return new HarombeError('TIMEOUT', `It did not answer the check within ${policy.timeoutMs / 1000} s.`, {
      hint: 'Is the machine awake and the address right?',
    })
  }
  if (isHarombeError(thrown)) return thrown
  return new HarombeError('NODE_UNREACHABLE', 'The check failed.', { cause: thrown })
}
