import type { Failover, RouteCandidate } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import type { Run } from './execution-run'
import type { Blame, Harm } from './queue/blame'
import type { ChosenNode } from './selection'

/** Tries that cost a node work, the first included; those of nodes that died for reasons of their own do not count. */
const maxCostlyAttempts = 4
/** A query that brings down two nodes, or that two report failing on, is not sent to a third. */
const maxNodesHarmed = 2
/** Whatever the reasons: a cluster that loses nodes faster than this answers nobody. */
const maxFaults = 8

/** The request itself is wrong, wherever it is sent. */
export const isOfRequest = (error: HarombeError) =>
  error.code === 'CONTEXT_TOO_LONG' || error.code === 'BAD_REQUEST'

/** Failures that another node would meet as well. */
const isFinal = (error: HarombeError) => isOfRequest(error) || error.code === 'NODE_REFUSED'

/** The node has no room now, or not yet; later it has. */
export const isBusy = (error: HarombeError) => error.code === 'NODE_BUSY' || error.code === 'NODE_LOADING'

/** Nothing is wrong with the node: what it was asked for is, or the moment. */
export const isBlameless = (error: HarombeError) =>
  isFinal(error) || isBusy(error) || error.code === 'MODEL_MISSING'

const isUnreached = (error: HarombeError) => error.code === 'NODE_UNREACHABLE'

/** It broke the connection, or said that it failed: a query that breaks nodes looks just so. */
const isHarm = ({ code }: HarombeError) => code === 'STREAM_CUT_OFF' || code === 'NODE_ERROR'

/** The node may have done work for it: another try of that kind is what a budget is for. */
export const mayHaveWorked = (error: HarombeError): boolean => !isUnreached(error) && !isBlameless(error)

/** What became of one try that failed. */
export interface FailedTry {
  failover: Failover
  error: HarombeError
  chosen: ChosenNode
  /** Null when the node was told to give it up by us: that says nothing of either. */
  harm: Harm | null
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

/** A node that refuses for want of room is asked many times; one mention is enough. */
function mention(run: Run, failover: Failover, error: HarombeError): void {
  const isNews =
    !isBusy(error) ||
    !run.failovers.some(({ node, error: { code } }) => node === failover.node && code === error.code)
  if (isNews || failover.stage === 'mid_answer') run.failovers.push(failover)
}

/**
 * Notes that a node failed on this query.
 * @returns the error to end with, or null when another try may follow
 */
export function recordFailure(run: Run, { failover, error, chosen, harm }: FailedTry): HarombeError | null {
  const started = failover.stage === 'mid_answer'
  mention(run, failover, error)
  run.lane = 'resumed'
  run.refusal = isFinal(error) ? error : null
  if (isFinal(error)) {
    run.tried.set(failover.node, error.message)
    return started || !mayBeTakenElsewhere(run, error, chosen) ? error : null
  }
  // Its slots are fewer for a while; then it may take this one, too.
  if (isBusy(error) && !started) return null
  if (error.code === 'MODEL_MISSING') run.tried.set(failover.node, error.message)
  if (harm === null) return null
  run.tried.set(failover.node, error.message)
  if (isUnreached(error) || error.code === 'STREAM_CUT_OFF') noteGone(run, failover.node, harm.at)
  if (started || !isUnreached(error)) {
    run.faults.push({ harm, isHarmful: started || isHarm(error) })
  }
  return null
}

/** Times one query is sent to a node once more because it is back. */
const maxReturns = 2

function noteGone(run: Run, node: string, at: number): void {
  const returns = run.failovers.filter(failover => failover.node === node).length - 1
  if (returns < maxReturns) run.gone.set(node, at)
}

const blamed = (run: Run, blame: Blame) => run.faults.filter(({ harm }) => !blame.isOfNode(harm, run.id))
const harmful = (run: Run, blame: Blame) => blamed(run, blame).filter(({ isHarmful }) => isHarmful)

/** It alone was there every time that nodes fell. */
const isSuspect = (run: Run, blame: Blame): boolean =>
  blame.isSuspect(
    run.faults.flatMap(({ harm, isHarmful }) => (isHarmful ? harm : [])),
    run.id,
  )

/** It looks as if the query broke its nodes, and what became of others that ran there is not known yet. */
export const isToBeSeen = (run: Run, blame: Blame): boolean =>
  (harmful(run, blame).length >= maxNodesHarmed &&
    run.faults.some(({ harm }) => blame.isUncertain(harm, run.id))) ||
  (run.faults.some(({ harm }) => blame.isFresh(harm)) && isSuspect(run, blame))

/** The error of a query that was tried often enough; null while another try may follow. */
export function exhaustion(
  run: Run,
  blame: Blame,
  candidates: readonly RouteCandidate[],
): HarombeError | null {
  const harmed = harmful(run, blame).length
  if (harmed >= maxNodesHarmed || isSuspect(run, blame)) return run.refusal ?? queryOfDeath(run, candidates)
  const isOver = blamed(run, blame).length >= maxCostlyAttempts || run.faults.length >= maxFaults
  return isOver ? (run.refusal ?? allFailed(run, candidates)) : null
}

const attemptsOf = (run: Run) =>
  run.failovers.map(({ node, error }) => ({ node, code: error.code, message: error.message }))

const causesOf = (run: Run) => run.failovers.map(({ node, error }) => `${node}: ${error.message}`).join(' ')

/** Why the rest of the nodes was not asked, as a sentence; empty when that is not known. */
export function unaskedOf(run: Run, others: readonly RouteCandidate[]): string {
  const unasked = others
    .filter(({ node, verdict }) => verdict === 'rejected' && !run.tried.has(node))
    .map(({ node, reason }) => `${node} (${reason})`)
  return unasked.length === 0 ? '' : ` Not asked: ${unasked.join('; ')}.`
}

function queryOfDeath(run: Run, candidates: readonly RouteCandidate[]): HarombeError {
  const nodes = new Set(run.faults.flatMap(({ harm, isHarmful }) => (isHarmful ? harm.node.spec.name : [])))
  const [only] = nodes
  const message =
    nodes.size === 1
      ? `${only} failed twice on this question, and no other node can answer.`
      : `${nodes.size} nodes failed on this question, so it was not sent to another.`
  const left = nodes.size === 1 ? unaskedOf(run, candidates) : ''
  return new HarombeError('ALL_NODES_FAILED', `${message} ${causesOf(run)}${left}`, {
    hint: 'The question itself may be what breaks them; try it shorter or split it.',
    data: { attempts: attemptsOf(run) },
  })
}

/** What a query ends with whose nodes were there and failed. `others`: why the rest was not asked, when that is known. */
export function allFailed(run: Run, others: readonly RouteCandidate[] = []): HarombeError {
  const left = unaskedOf(run, others)
  const nodes = new Set(run.failovers.map(({ node }) => node))
  const [only] = nodes
  const causes = causesOf(run)
  const message =
    nodes.size === 1
      ? `${only} failed and no other node can answer. ${causes}${left}`
      : `Every node that could answer failed. ${causes}${left}`
  return new HarombeError('ALL_NODES_FAILED', message, {
    hint: 'Run `harombe cluster test` to see which machines answer.',
    data: { attempts: attemptsOf(run) },
  })
}
