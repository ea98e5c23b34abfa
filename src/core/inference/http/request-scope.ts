import { extensionOf } from '../../../shared/deadline'
import { HarombeError, isHarombeError } from '../../../shared/errors'

/**
 * The life of one upstream request: aborted by the caller, by the deadline in force, or when its owner ends it.
 * Whoever opens a scope ends it; ending stops the timer and lets go of the caller's signal.
 */
export interface RequestScope {
  readonly signal: AbortSignal
  /** Replaces the deadline in force. Time in which this process stood still is not held against the other side. */
  expireAfter(milliseconds: number, error: () => HarombeError): void
  /** Takes the deadline away, while the other side is not what is waited for. */
  hold(): void
  /** Releases timer and listener and leaves the connection as it is. */
  release(): void
  /** Releases, and closes the connection if it is still in use. */
  end(): void
  /** Why the scope was aborted; null while it was not. */
  failure(): HarombeError | null
}

export function cancellation(reason: unknown): HarombeError {
  if (isHarombeError(reason)) return reason
  const timedOut = typeof reason === 'object' && reason !== null && 'name' in reason
  return timedOut && reason.name === 'TimeoutError'
    ? new HarombeError('TIMEOUT', 'The node did not answer in time.')
    : new HarombeError('CANCELLED', 'The request was cancelled.')
}

export function openScope(caller: AbortSignal): RequestScope {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let armedFor = 0
  let dueAt = 0
  /** Null while there is no deadline; the timer may then run out and say nothing. */
  let onExpiry: (() => HarombeError) | null = null
  let reason: HarombeError | null = null

  const abort = (error: HarombeError): void => {
    reason ??= error
    controller.abort(reason)
  }
  const onCallerAbort = (): void => abort(cancellation(caller.reason))
  const arm = (milliseconds: number): void => {
    armedFor = milliseconds
    dueAt = performance.now() + milliseconds
    timer = setTimeout(expire, milliseconds)
  }
  const expire = (): void => {
    if (onExpiry === null) return
    const extension = extensionOf(armedFor, performance.now() - dueAt)
    if (extension === null) abort(onExpiry())
    else arm(extension)
  }
  const hold = (): void => {
    onExpiry = null
  }
  const release = (): void => {
    hold()
    clearTimeout(timer)
    caller.removeEventListener('abort', onCallerAbort)
  }

  if (caller.aborted) onCallerAbort()
  else caller.addEventListener('abort', onCallerAbort, { once: true })

  return {
    signal: controller.signal,
    expireAfter(milliseconds, error) {
      onExpiry = error
      // Set anew with every part of an answer: refreshing a timer is far cheaper than making one.
      if (timer !== undefined && armedFor === milliseconds) {
        dueAt = performance.now() + milliseconds
        timer.refresh()
        return
      }
      clearTimeout(timer)
      arm(milliseconds)
    },
    hold,
    release,
    end() {
      release()
      controller.abort(cancellation(undefined))
    },
    failure: () => reason,
  }
}
