import type { HarombeClient } from '../../shared/contract'
import { hasCode } from '../../shared/errors'
import type { RunContext } from '../run-context'
import type { Session } from '../session'

export interface ReplSession {
  /**
   * Does it over the session there is, and once more over a new one when the coordinator was restarted meanwhile and `mayRepeat`
   * does not forbid it.
   */
  use<T>(work: (client: HarombeClient) => Promise<T>, mayRepeat?: () => boolean): Promise<T>
  /** Of a coordinator that runs anyway, and not of one for this chat alone. */
  isShared(): boolean
  close(): Promise<void>
}

/** @throws HarombeError what opening the first session failed with */
export async function openReplSession({ terminal, openSession }: RunContext): Promise<ReplSession> {
  let session: Session | null = await openSession()

  async function close(): Promise<void> {
    const ended = session
    session = null
    await ended?.close()
  }
  async function attempt<T>(work: (client: HarombeClient) => Promise<T>): Promise<T> {
    session ??= await openSession()
    return work(session.client)
  }

  return {
    async use(work, mayRepeat = () => true) {
      try {
        return await attempt(work)
      } catch (error) {
        if (!hasCode(error, 'DISCONNECTED')) throw error
        await close()
        if (!mayRepeat()) throw error
        terminal.note(terminal.dim('The coordinator went away, asking once more'))
        return attempt(work)
      }
    },
    isShared: () => session?.isShared === true,
    close,
  }
}
