import type { Failover } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import type { SelectionRequest } from './selection'
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
  request: ExecutionRequest
  signal: AbortSignal
  /** Why the signal fired, whatever a client made of it: the caller left, or the time was up. Null while it has not. */
  abortion(): HarombeError | null
  startedAt: number
  selectionRequest: Omit<SelectionRequest, 'tried'>
  tried: Map<string, string>
  failovers: Failover[]
  costlyAttempts: number
  nodesHarmed: number
}

/**
 * Notes that a node failed on this query.
 * @returns the error to end with, or null when another node may be asked
 */
export function recordFailure(run: Run, failover: Failover, error: HarombeError): HarombeError | null {
  const started = failover.stage === 'mid_answer'
  run.failovers.push(failover)
  run.tried.set(failover.node, error.message)
  if (!isFree(error)) run.costlyAttempts += 1
  if (started || error.code === 'NODE_ERROR') run.nodesHarmed += 1

  if (isFinal(error)) return error
  if (started && run.request.onStreamFailure === 'terminate') return error
  const exhausted = run.nodesHarmed >= maxNodesHarmed || run.costlyAttempts >= maxCostlyAttempts
  return exhausted ? allFailed(run) : null
}

/** What a query ends with whose nodes were there and failed. */
export function allFailed(run: Run): HarombeError {
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
  const message =
    run.failovers.length === 1
      ? `${only?.node} failed and no other node can answer. ${causes}`
      : `Every node that could answer failed. ${causes}`
  return new HarombeError('ALL_NODES_FAILED', message, {
    hint: 'Run `harombe cluster test` to see which machines answer.',
    data: { attempts },
  })
}
