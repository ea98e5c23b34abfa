import type { Clock } from '../../shared/clock'
import { HarombeError, isHarombeError } from '../../shared/errors'
import { sameJson } from '../../shared/same-json'
import type { ClientTarget, InferenceClient, ProbeResult } from '../inference/protocol'
import type { ClusterNode } from './node'

export interface HealthDependencies {
  clock: Clock
  random(): number
  createClient(target: ClientTarget): InferenceClient
  /** Finds out which protocol a server speaks. @throws HarombeError when it does not answer or speaks none we know */
  detectBackend(
    baseUrl: string,
    options: { token?: string | undefined; signal: AbortSignal },
  ): Promise<ProbeResult>
}

export interface HealthPolicy {
  intervalMs: number
  timeoutMs: number
}

/** A check that times out may be a busy machine; three in a row are not (Envoy's active health checks). */
const failuresUntilDown = 3
/** How soon a doubtful node is looked at again. */
const doubtfulIntervalMs = 1000
const historyLength = 30
const smoothing = 0.3

/** Nobody listens at the address: no need to ask three times. */
const isConclusive = (error: HarombeError) =>
  error.code === 'NODE_UNREACHABLE' || error.code === 'NODE_REFUSED' || error.code === 'MALFORMED_RESPONSE'

/** What says the same stays the same object, so that whatever was made of it need not be made again after every check. */
function withUnchangedParts(before: ProbeResult | null, after: ProbeResult): ProbeResult {
  if (before === null) return after
  if (sameJson(before, after)) return before
  return { ...after, models: sameJson(before.models, after.models) ? before.models : after.models }
}

export function recordGoodCheck(
  node: ClusterNode,
  probe: ProbeResult,
  latencyMs: number,
  wall: number,
): void {
  node.probe = withUnchangedParts(node.probe, probe)
  node.reachability = 'up'
  node.consecutiveFailures = 0
  node.error = null
  node.checkedAt = wall
  node.latencyMs =
    node.latencyMs === null ? latencyMs : node.latencyMs + smoothing * (latencyMs - node.latencyMs)
  node.latencyHistory = [...node.latencyHistory, latencyMs].slice(-historyLength)
}

export function recordBadCheck(node: ClusterNode, error: HarombeError, wall: number): void {
  node.consecutiveFailures += 1
  node.error = error
  node.checkedAt = wall
  const surelyDown =
    node.reachability !== 'up' || isConclusive(error) || node.consecutiveFailures >= failuresUntilDown
  if (surelyDown) node.reachability = 'down'
}

async function probe(
  node: ClusterNode,
  dependencies: HealthDependencies,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const { url: baseUrl, backend, token } = node.spec
  if (node.client !== null) return node.client.probe({ signal })
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

/** Looks at a node once and records what it found; never throws. */
export async function checkNode(
  node: ClusterNode,
  policy: HealthPolicy,
  dependencies: HealthDependencies,
): Promise<void> {
  if (node.spec.problem !== undefined) return forgetWhatWasSeen(node)
  const { clock } = dependencies
  const timeout = new AbortController()
  const cancelTimeout = clock.after(policy.timeoutMs, () => timeout.abort())
  const signal = AbortSignal.any([timeout.signal, node.retired.signal])
  const startedAt = clock.monotonic()
  try {
    const result = await probe(node, dependencies, signal)
    if (!node.retired.signal.aborted)
      recordGoodCheck(node, result, clock.monotonic() - startedAt, clock.wall())
  } catch (thrown) {
    if (node.retired.signal.aborted) return
    recordBadCheck(node, describeFailure(thrown, timeout.signal.aborted, policy), clock.wall())
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

/** Of a node that must not be asked: what it said before says nothing about what it would say now. */
function forgetWhatWasSeen(node: ClusterNode): void {
  node.reachability = 'unknown'
  node.probe = null
  node.error = null
  node.latencyMs = null
  node.consecutiveFailures = 0
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

/**
 * How long until the next look. Never longer than the interval, so that a node that came back is used within one;
 * spread over its last fifth, so that many nodes are not asked at the same moment.
 */
export function nextCheckDelay(node: ClusterNode, policy: HealthPolicy, random: number): number {
  const base = policy.intervalMs * (0.8 + 0.2 * random)
  const doubtful = node.reachability === 'up' && node.consecutiveFailures > 0
  return doubtful ? Math.min(base, doubtfulIntervalMs) : base
}

export interface HealthMonitor {
  /** Checks now and keeps checking until `unwatch`. */
  watch(node: ClusterNode): Promise<void>
  unwatch(node: ClusterNode): void
  /** Joins a check that is under way instead of starting a second one. */
  checkNow(node: ClusterNode): Promise<void>
  stop(): void
}

/** Watches every node on a timer of its own; the monitor owns all timers. */
export function createHealthMonitor(
  policy: () => HealthPolicy,
  dependencies: HealthDependencies,
  onChecked: (node: ClusterNode) => void,
): HealthMonitor {
  const timers = new Map<ClusterNode, () => void>()
  const running = new Map<ClusterNode, Promise<void>>()

  function schedule(node: ClusterNode): void {
    if (!timers.has(node)) return
    timers.get(node)?.()
    const delay = nextCheckDelay(node, policy(), dependencies.random())
    timers.set(
      node,
      dependencies.clock.after(delay, () => void checkNow(node)),
    )
  }

  function checkNow(node: ClusterNode): Promise<void> {
    const current = running.get(node)
    if (current !== undefined) return current
    const check = checkNode(node, policy(), dependencies).finally(() => {
      running.delete(node)
      schedule(node)
      if (!node.retired.signal.aborted) onChecked(node)
    })
    running.set(node, check)
    return check
  }

  return {
    watch(node) {
      timers.set(node, () => undefined)
      return checkNow(node)
    },
    unwatch(node) {
      timers.get(node)?.()
      timers.delete(node)
    },
    checkNow,
    stop() {
      for (const cancel of timers.values()) cancel()
      timers.clear()
    },
  }
}
