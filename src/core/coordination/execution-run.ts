import type { Clock } from '../../shared/clock'
import type { Failover, RouteCandidate } from '../../shared/entities'
import { HarombeError, isHarombeError } from '../../shared/errors'
import type { SelectionRequest } from './judge-node'
import type { ChosenNode } from './selection'
import type { ExecutionRequest } from './types'

/** Tries that cost a node work. Refused connections are free: nothing was done. */
const maxCostlyAttempts = 4
/** A query that brings down two nodes in mid-answer, or that two nodes report failing on, is not sent to a third. */
const maxNodesHarmed = 2

/** The request itself is wrong, wherever it is sent. */
export const isOfRequest = (error: HarombeError) =>
  error.code === 'CONTEXT_TOO_LONG' || error.code === 'BAD_REQUEST'

/** Failures that another node would meet as well. */
const isFinal = (error: HarombeError) => isOfRequest(error) || error.code === 'NODE_REFUSED'

/** Nothing is wrong with the node: what it was asked for is, or the moment. */
export const isBlameless = (error: HarombeError) =>
  isFinal(error) ||
  error.code === 'NODE_BUSY' ||
  error.code === 'NODE_LOADING' ||
  error.code === 'MODEL_MISSING'

/** The node said no without having done anything. */
const isFree = (error: HarombeError) =>
  error.code === 'NODE_UNREACHABLE' ||
  error.code === 'NODE_BUSY' ||
  error.code === 'NODE_LOADING' ||
  error.code === 'MODEL_MISSING'

/** Everything the attempts of one query share. */
export interface Run {
  signal: AbortSignal
  /** Why the signal fired, whatever a client made of it: the caller left, or the time was up. Null while it has not. */
  abortion(): HarombeError | null
  startedAt: number
  selectionRequest: Omit<SelectionRequest, 'tried'>
  tried: Map<string, string>
  failovers: Failover[]
  costlyAttempts: number
  nodesHarmed: number
  /** What the last node refused the request with that another might yet take; with no other, the query ends with it. */
  refusal: HarombeError | null
  /** Gives up the time limit and the caller's signal. */
  close(): void
}

const defaultTimeoutMs = 30 * 60_000

/** @param timeoutMs for the whole query, from now on; default 30 minutes */
export function openRun(
  describe: () => Run['selectionRequest'],
  callerSignal: AbortSignal,
  clock: Clock,
  timeoutMs = defaultTimeoutMs,
): Run {
  const startedAt = clock.monotonic()
  const selectionRequest = describe()
  // One controller for both reasons: AbortSignal.any costs more than routing the request does.
  const abort = new AbortController()
  const cancelDeadline = clock.after(timeoutMs, () => abort.abort())
  const onCallerAbort = () => abort.abort(callerSignal.reason)
  if (callerSignal.aborted) onCallerAbort()
  else callerSignal.addEventListener('abort', onCallerAbort, { once: true })
  return {
    signal: abort.signal,
    abortion() {
      if (callerSignal.aborted) {
        const reason: unknown = callerSignal.reason
        return isHarombeError(reason) ? reason : new HarombeError('CANCELLED', 'The answer was stopped.')
      }
      if (!abort.signal.aborted) return null
      return new HarombeError('TIMEOUT', `No complete answer within ${Math.round(timeoutMs / 1000)} s.`)
    },
    startedAt,
    selectionRequest,
    tried: new Map(),
    failovers: [],
    costlyAttempts: 0,
    nodesHarmed: 0,
    refusal: null,
    close() {
      cancelDeadline()
      callerSignal.removeEventListener('abort', onCallerAbort)
    },
  }
}

/**
 * Whether a node that refused the request leaves hope that another takes it: one that was not known to be able to, or
 * whose window turned out too small. Nodes that would refuse for the same reason are left out from now on.
 */
function mayBeTakenElsewhere(run: Run, error: HarombeError, { isSure, contextLength }: ChosenNode): boolean {
  if (error.code === 'CONTEXT_TOO_LONG') {
    if (contextLength === null) return false
    const { requirements } = run.selectionRequest
    const contextTokens = Math.max(requirements.contextTokens, contextLength + 1)
    run.selectionRequest = { ...run.selectionRequest, requirements: { ...requirements, contextTokens } }
    return true
  }
  return !isSure
}

/**
 * Notes that a node failed on this query.
 * @returns the error to end with, or null when another node may be asked
 */
export function recordFailure(
  run: Run,
  failover: Failover,
  error: HarombeError,
  { chosen, onStreamFailure }: { chosen: ChosenNode; onStreamFailure: ExecutionRequest['onStreamFailure'] },
): HarombeError | null {
  const started = failover.stage === 'mid_answer'
  run.failovers.push(failover)
  run.tried.set(failover.node, error.message)
  if (!isFree(error)) run.costlyAttempts += 1
  if (started || error.code === 'NODE_ERROR') run.nodesHarmed += 1

  run.refusal = isFinal(error) ? error : null
  if (isFinal(error) && (started || !mayBeTakenElsewhere(run, error, chosen))) return error
  if (started && onStreamFailure === 'terminate') return error
  const exhausted = run.nodesHarmed >= maxNodesHarmed || run.costlyAttempts >= maxCostlyAttempts
  return exhausted ? (run.refusal ?? allFailed(run)) : null
}

/** What a query ends with whose nodes were there and failed. `others`: why the rest was not asked, when that is known. */
export function allFailed(run: Run, others: readonly RouteCandidate[] = []): HarombeError {
  const attempts = run.failovers.map(({ node, error }) => ({
    node,
    code: error.code,
    message: error.message,
  }))
  const causes = attempts.map(({ node, message }) => `${node}: ${message}`).join(' ')
  const [only] = run.failovers
  if (run.nodesHarmed >= maxNodesHarmed) {
    return new HarombeError(
      'ALL_NODES_FAILED',
      `${run.nodesHarmed} nodes failed on this question, so it was not sent to another. ${causes}`,
      {
        hint: 'The question itself may be what breaks them; try it shorter or split it.',
        data: { attempts },
      },
    )
  }
  const unasked = others
    .filter(({ node, verdict }) => verdict === 'rejected' && !run.tried.has(node))
    .map(({ node, reason }) => `${node} (${reason})`)
  const left = unasked.length === 0 ? '' : ` Not asked: ${unasked.join('; ')}.`
  const message =
    run.failovers.length === 1
      ? `${only?.node} failed and no other node can answer. ${causes}${left}`
      : `Every node that could answer failed. ${causes}${left}`
  return new HarombeError('ALL_NODES_FAILED', message, {
    hint: 'Run `harombe cluster test` to see which machines answer.',
    data: { attempts },
  })
}
