import type { HarombeClient } from '../../shared/contract'
import { hasCode } from '../../shared/errors'
import type { Terminal } from '../output'
import { type ApprovalDesk, createApprovalDesk } from './approval-desk'
import type { Questioner } from './keyboard'

export interface Attendance {
  desk: ApprovalDesk
  /** Nobody is there any more. Idempotent. */
  leave(): void
}

/**
 * Lets the coordinator know that a person is there to be asked, for as long as one answer takes. Resolves once it knows: a call that
 * comes earlier would be denied. Null: it does not ask anybody here.
 */
export async function attendApprovals(
  client: HarombeClient,
  { terminal, questioner, signal }: { terminal: Terminal; questioner: Questioner; signal: AbortSignal },
): Promise<Attendance | null> {
  const gone = new AbortController()
  const watched = client.stream(
    'agent.watchApprovals',
    {},
    { signal: AbortSignal.any([signal, gone.signal]) },
  )
  const iterator = watched[Symbol.asyncIterator]()
  try {
    await iterator.next()
  } catch (error) {
    // A coordinator of an earlier version, or one that does not trust this caller.
    if (hasCode(error, 'NOT_FOUND') || hasCode(error, 'FORBIDDEN')) return null
    throw error
  }
  // What waits is told with the answer itself; the stream is only held open.
  const drain = async () => {
    while ((await iterator.next()).done !== true);
  }
  drain().catch(() => undefined)
  const desk = createApprovalDesk({
    terminal,
    questioner,
    now: () => performance.now(),
    client: {
      async decide({ id, digest }, { approve, remember, note }) {
        await client.call('agent.decideApproval', {
          id,
          digest,
          approve,
          remember,
          ...(note === undefined ? {} : { note }),
        })
      },
    },
  })
  return {
    desk,
    leave() {
      desk.close()
      gone.abort()
    },
  }
}
