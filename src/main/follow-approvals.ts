import type { HarombeClient } from '../shared/contract'
import type { ApprovalRequest } from '../shared/entities'
import { follow } from './follow'

/**
 * Follows the calls that wait for a person, which makes whoever does count as present. Ends when it is left, when the connection
 * goes, and with a coordinator that knows no approvals.
 */
export function followApprovals(
  client: Pick<HarombeClient, 'stream'>,
  listener: (waiting: ApprovalRequest[]) => void,
): () => void {
  const abort = new AbortController()
  const open = (signal: AbortSignal) => client.stream('agent.watchApprovals', {}, { signal })
  void follow(open, listener, abort.signal).then(() => {
    if (!abort.signal.aborted) listener([])
  })
  return () => abort.abort()
}
