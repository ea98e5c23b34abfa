/** The calls of one run that run or wait, each of which can be stopped by itself. */
export interface CallStops {
  /** Idempotent; what is not there is left alone. */
  stop(callId: string): void
  /** `work` with a signal that fires when the call is stopped, or the run is. */
  during<T>(callId: string, run: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>
}

export function createCallStops(): CallStops {
  const running = new Map<string, AbortController>()
  return {
    stop: callId => running.get(callId)?.abort(),
    async during(callId, run, work) {
      const abort = new AbortController()
      running.set(callId, abort)
      try {
        return await work(AbortSignal.any([abort.signal, run]))
      } finally {
        running.delete(callId)
      }
    },
  }
}
