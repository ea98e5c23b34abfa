import { firstLine } from './text'

export type TimedResult<T> =
  | { status: 'ok'; value: T }
  | { status: 'failed'; reason: string }
  | { status: 'timed-out' }
  | { status: 'cancelled' }

/** Waits for work that knows neither time limit nor cancellation; it may run on unheard. Never rejects. */
export function within<T>(
  timeoutMs: number,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<TimedResult<T>> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve({ status: 'cancelled' })
    const settle = (result: TimedResult<T>) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      resolve(result)
    }
    const onAbort = () => settle({ status: 'cancelled' })
    const timer = setTimeout(() => settle({ status: 'timed-out' }), timeoutMs)
    signal.addEventListener('abort', onAbort, { once: true })
    const failed = (error: unknown) =>
      settle({ status: 'failed', reason: firstLine(error instanceof Error ? error.message : String(error)) })
    // Inside a promise, so that work which throws at once fails like any other.
    Promise.resolve()
      .then(work)
      .then(value => settle({ status: 'ok', value }), failed)
  })
}
