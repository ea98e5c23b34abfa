export interface CheckpointsOptions {
  /** Runs `task` once after `ms`; the returned function takes it back. */
  after(ms: number, task: () => void): () => void
  ms: number
  report(error: unknown): void
}

/** Keeps what changed now and then: all answers share one timer, so that their text is written in one transaction. */
export interface Checkpoints {
  /** Runs within `ms`, once. */
  later(checkpoint: () => void): void
  forget(checkpoint: () => void): void
}

export function createCheckpoints({ after, ms, report }: CheckpointsOptions): Checkpoints {
  const waiting = new Set<() => void>()
  let cancel: (() => void) | null = null

  function runAll(): void {
    cancel = null
    const due = [...waiting]
    waiting.clear()
    for (const checkpoint of due) {
      try {
        checkpoint()
      } catch (error) {
        report(error)
      }
    }
  }

  return {
    later(checkpoint) {
      waiting.add(checkpoint)
      cancel ??= after(ms, runAll)
    },
    forget(checkpoint) {
      waiting.delete(checkpoint)
      if (waiting.size > 0) return
      cancel?.()
      cancel = null
    },
  }
}
