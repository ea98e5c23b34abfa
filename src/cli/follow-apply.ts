import type { HarombeClient } from '../shared/contract'
import type { ApplyRun } from '../shared/entities'
import { HarombeError } from '../shared/errors'

export interface FollowSignals {
  /** Fires: the apply is cancelled, and its end is waited for. */
  signal: AbortSignal
  /** Fires: the end is waited for no longer. */
  impatience: AbortSignal
}

/**
 * The run as it ended, or as it stood when patience did. The machines are told to stop when `signal` fires; what is being
 * done then ends at a safe point.
 * @throws HarombeError DISCONNECTED when the coordinator goes away
 */
export async function followApply(
  client: HarombeClient,
  begun: ApplyRun,
  { signal, impatience }: FollowSignals,
  onChange: (run: ApplyRun) => void,
): Promise<ApplyRun> {
  let last = begun
  // What keeps it from being told is what ends the stream as well.
  const cancel = () => void client.call('config.cancelApply', { id: begun.id }).catch(() => undefined)
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  try {
    for await (const run of client.stream('config.watchApply', {}, { signal: impatience })) {
      // Another one began, so this one ended without a word.
      if (run !== null && run.id !== begun.id && run.startedAt > begun.startedAt) return last
      if (run === null || run.id !== begun.id) continue
      last = run
      onChange(run)
      if (run.state !== 'running') return run
    }
  } catch (error) {
    if (!impatience.aborted) throw error
    return last
  } finally {
    signal.removeEventListener('abort', cancel)
  }
  if (impatience.aborted) return last
  throw new HarombeError('DISCONNECTED', 'The coordinator no longer tells how the apply goes.', {
    hint: '`harombe apply --resume` looks after it, and goes on where it ended.',
  })
}
