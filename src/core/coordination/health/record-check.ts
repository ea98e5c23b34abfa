import type { HarombeError } from '../../../shared/errors'
import { sameJson } from '../../../shared/same-json'
import type { ProbeResult } from '../../inference/protocol'
import type { ClusterNode } from '../node'

/** A check that times out may be a busy machine; three in a row are not (Envoy's active health checks). */
const failuresUntilDown = 3
/** One good check of a node that was away may be the last thing it does before it goes down again. */
const checksUntilUp = 2
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

/** It may be used again: a check or a request said so. Its breakers try one request each now, whatever they waited for. */
export function comeUp(node: ClusterNode, reason: string): void {
  if (node.reachability === 'down') {
    node.incidents.add({ kind: 'came_up', reason })
    node.slowStart.begin()
    node.breakers.tryAgain()
  }
  node.reachability = 'up'
  node.consecutiveFailures = 0
  node.goodChecks = 0
  node.error = null
}

export function goDown(node: ClusterNode, error: HarombeError): void {
  if (node.reachability === 'up') node.incidents.add({ kind: 'went_down', reason: error.message })
  node.reachability = 'down'
  node.goodChecks = 0
}

export function recordGoodCheck(
  node: ClusterNode,
  probe: ProbeResult,
  latencyMs: number,
  wall: number,
): void {
  node.probe = withUnchangedParts(node.probe, probe)
  node.checkedAt = wall
  node.latencyMs =
    node.latencyMs === null ? latencyMs : node.latencyMs + smoothing * (latencyMs - node.latencyMs)
  node.latencyHistory = [...node.latencyHistory, latencyMs].slice(-historyLength)
  node.goodChecks += 1
  // The very first look counts at once: nothing speaks against the node.
  if (node.reachability !== 'down' || node.goodChecks >= checksUntilUp) comeUp(node, 'It answers again.')
}

/** @param counts whether failures say anything now */
export function recordBadCheck(node: ClusterNode, error: HarombeError, wall: number, counts = true): void {
  node.checkedAt = wall
  if (!counts && node.reachability === 'up') return
  node.consecutiveFailures += 1
  node.error = error
  const surelyDown =
    node.reachability !== 'up' || isConclusive(error) || node.consecutiveFailures >= failuresUntilDown
  if (surelyDown) goDown(node, error)
}

/** Of a node that must not be asked: what it said before says nothing about what it would say now. */
export function forgetWhatWasSeen(node: ClusterNode): void {
  node.reachability = 'unknown'
  node.probe = null
  node.error = null
  node.latencyMs = null
  node.consecutiveFailures = 0
  node.goodChecks = 0
}
