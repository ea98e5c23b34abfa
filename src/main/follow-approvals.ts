import { setTimeout as delay } from 'node:timers/promises'
import type { HarombeClient } from '../shared/contract'
import type { ApprovalRequest } from '../shared/entities'

const resubscribeDelayMs = 250

/**
 * Follows the calls that wait for a person, which makes whoever does count as present. Ends when it is left, when the connection
 * goes, and with a coordinator that knows no approvals.
 */
export function followApprovals(
  client: Pick<HarombeClient, 'stream'>,
  listener: (waiting: ApprovalRequest[]) => void,
): () => void {
  const abort = new AbortController()
  const { signal } = abort
  async function follow(): Promise<void> {
    while (!signal.aborted) {
      for await (const waiting of client.stream('agent.watchApprovals', {}, { signal })) listener(waiting)
      await delay(resubscribeDelayMs, undefined, { signal })
    }
  }
  follow().catch(() => {
    // Whoever holds the link is told elsewhere that it is lost.
    if (!signal.aborted) listener([])
  })
  return () => abort.abort()
}
