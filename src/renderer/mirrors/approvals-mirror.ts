import type { HarombeClient } from '../../shared/contract'
import type { ApprovalRequest } from '../../shared/entities'
import { followStream } from '../client/follow-stream'
import { createMirror, type Mirror } from './create-mirror'

/** A tool call that waits for a person, and until when, on this page's monotonic clock, milliseconds. */
export interface WaitingApproval {
  request: ApprovalRequest
  deadline: number
}

export type ApprovalsMirror = Mirror<readonly WaitingApproval[]>

/** A clock and a network are never that exact: a deadline that moved less is the same one. */
const sameDeadlineMs = 1_500

/** What waits now. One that was known keeps its object, so that what shows it is left alone. */
export function takeApprovals(
  known: readonly WaitingApproval[],
  requests: readonly ApprovalRequest[],
  now: number,
): WaitingApproval[] {
  return requests.map(request => {
    const deadline = now + request.remainingMs
    const same = known.find(
      other => other.request.id === request.id && other.request.digest === request.digest,
    )
    return same !== undefined && Math.abs(same.deadline - deadline) < sameDeadlineMs
      ? same
      : { request, deadline }
  })
}

/**
 * The tool calls that wait for a person. While this page holds it open somebody is present: a coordinator that nobody watches denies
 * whatever it would have to ask for.
 */
export function createApprovalsMirror(client: HarombeClient, now: () => number): ApprovalsMirror {
  return createMirror((show, signal) => {
    let known: readonly WaitingApproval[] = []
    return followStream(
      client,
      'agent.watchApprovals',
      () => ({}),
      requests => {
        known = takeApprovals(known, requests, now())
        show(known)
      },
      signal,
      { endless: true },
    )
  }, 'The tools that wait cannot be watched.')
}
