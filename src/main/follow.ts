import { setTimeout as delay } from 'node:timers/promises'

const resubscribeDelayMs = 250

/**
 * Reads a stream of the contract from the beginning again whenever it ends. Ends itself with the signal, with the connection and
 * with a coordinator that does not know the stream; never rejects.
 */
export async function follow<T>(
  open: (signal: AbortSignal) => AsyncIterable<T>,
  listener: (item: T) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    while (!signal.aborted) {
      for await (const item of open(signal)) listener(item)
      await delay(resubscribeDelayMs, undefined, { signal })
    }
  } catch {
    // Whoever holds the link is told elsewhere that it is lost.
  }
}
