import type { Clock } from '../../../shared/clock'
import type { RunLimit, ToolCallRecord } from '../../../shared/entities'
import type { RunLimits } from './types'

/** What a run has used up of what it may. */
export interface RunBudget {
  /** The first that is used up; null while there is something left of each. */
  spent(steps: number): RunLimit | null
  addTokens(count: number): void
  /** Told of every change of a call: while one waits for the user, time stands still. */
  follow(record: ToolCallRecord): void
  /** Calls `task` once when the time is used up, at once when it is; the returned function takes it back. */
  whenTimeIsUp(task: () => void): () => void
}

export function createRunBudget(limits: RunLimits, clock: Pick<Clock, 'monotonic' | 'after'>): RunBudget {
  const waiting = new Set<string>()
  const tasks = new Set<() => void>()
  const allowedMs = limits.maxSeconds * 1000
  let tokens = 0
  let countedMs = 0
  let countsFrom: number | null = clock.monotonic()
  let cancelTimer = () => {}

  const usedMs = () => countedMs + (countsFrom === null ? 0 : clock.monotonic() - countsFrom)

  function arm(): void {
    cancelTimer()
    cancelTimer = () => {}
    if (countsFrom === null || tasks.size === 0) return
    cancelTimer = clock.after(Math.max(0, allowedMs - usedMs()), () => {
      const due = [...tasks]
      tasks.clear()
      for (const task of due) task()
    })
  }

  return {
    spent(steps) {
      if (steps >= limits.maxSteps) return 'steps'
      if (usedMs() >= allowedMs) return 'time'
      return tokens >= limits.maxTokens ? 'tokens' : null
    },
    addTokens(count) {
      tokens += count
    },
    follow({ id, state }) {
      if (state === 'waiting') waiting.add(id)
      else waiting.delete(id)
      const stands = waiting.size > 0
      if (stands === (countsFrom === null)) return
      countedMs = usedMs()
      countsFrom = stands ? null : clock.monotonic()
      arm()
    },
    whenTimeIsUp(task) {
      tasks.add(task)
      arm()
      return () => {
        tasks.delete(task)
        arm()
      }
    },
  }
}
