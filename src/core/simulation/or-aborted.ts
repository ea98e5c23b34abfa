import { unlessAborted } from '../../shared/unless-aborted'

/** The end of the work or of the patience, whichever is first. @throws what the signal was aborted with */
export async function orAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  await unlessAborted(work, signal)
  signal.throwIfAborted()
}
