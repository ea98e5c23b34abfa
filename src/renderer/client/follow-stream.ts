import type { HarombeClient, HarombeInput, HarombeItem, HarombeStreamPath } from '../../shared/contract'
import { hasCode } from '../../shared/harombe-error'
import { pause } from '../../shared/pause'

const reopenEndedMs = 1_000

export interface FollowOptions {
  /** For streams that never end by themselves: a coordinator that shuts down ends them, so they are opened again. */
  endless?: boolean
}

/**
 * Follows a stream across lost connections: after DISCONNECTED it opens it again with a fresh input, so the caller can say
 * where to resume. `onItem` may return `restart` to do the same when it sees a gap. Returns when the stream ends or the
 * signal aborts.
 * @throws HarombeError any failure but DISCONNECTED
 */
export async function followStream<P extends HarombeStreamPath>(
  client: HarombeClient,
  path: P,
  makeInput: () => HarombeInput<P>,
  // `undefined | 'restart'` would force every receiver to return something.
  // biome-ignore lint/suspicious/noConfusingVoidType: see above
  onItem: (item: HarombeItem<P>) => void | 'restart',
  signal: AbortSignal,
  options: FollowOptions = {},
): Promise<void> {
  while (!signal.aborted) {
    try {
      if ((await followOnce(client, path, makeInput(), onItem, signal)) === 'restart') continue
      if (options.endless !== true) return
      await pause(reopenEndedMs, signal)
    } catch (error) {
      if (signal.aborted) return
      if (!hasCode(error, 'DISCONNECTED')) throw error
    }
  }
}

async function followOnce<P extends HarombeStreamPath>(
  client: HarombeClient,
  path: P,
  input: HarombeInput<P>,
  // biome-ignore lint/suspicious/noConfusingVoidType: as above
  onItem: (item: HarombeItem<P>) => void | 'restart',
  signal: AbortSignal,
): Promise<'ended' | 'restart'> {
  for await (const item of client.stream(path, input, { signal })) {
    if (signal.aborted) return 'ended'
    if (onItem(item) === 'restart') return 'restart'
  }
  return 'ended'
}
