import type { Clock } from '../../../shared/clock'
import type { ModelsView } from '../../../shared/entities'
import { createLatestWatchers } from '../../../shared/latest-watchers'
import { sameJson } from '../../../shared/same-json'

/** What changed: something a person must see now, what is known of models, or only how far jobs are. */
type Change = 'state' | 'knowledge' | 'progress'

/**
 * A change of state goes out at once, the next no sooner than this after it. The others wait longer: a server that is asked
 * about a thousand models teaches something new a hundred times a second.
 */
const intervalsMs: Readonly<Record<Change, number>> = { state: 50, knowledge: 250, progress: 250 }

export interface ModelsPublisher {
  changed(what: Change): void
  watch(signal: AbortSignal): AsyncGenerator<ModelsView, void>
  stop(): void
}

export interface ModelsProjection {
  /** Everything, looked at anew. */
  view(): ModelsView
  jobs(): ModelsView['jobs']
}

/**
 * Tells watchers the whole view when it really differs from the last one. Idle, without a timer, while nobody watches.
 * Progress alone looks at the jobs only: thousands of models are not judged anew for every megabyte.
 */
export function createModelsPublisher(
  { view: project, jobs }: ModelsProjection,
  clock: Clock,
): ModelsPublisher {
  const watchers = createLatestWatchers()
  let watching = 0
  let view: ModelsView | null = null
  let publishedAt = Number.NEGATIVE_INFINITY
  let pending: { dueAt: number; cancel(): void } | null = null
  let isStale = false
  let isStopped = false

  function publish(): void {
    pending = null
    publishedAt = clock.monotonic()
    const next = isStale || view === null ? project() : { ...view, jobs: jobs() }
    isStale = false
    if (sameJson(view, next)) return
    view = next
    watchers.changed()
  }

  return {
    changed(what) {
      if (watching === 0 || isStopped) return
      if (what !== 'progress') isStale = true
      const now = clock.monotonic()
      const dueAt = Math.max(now, publishedAt + intervalsMs[what])
      if (pending !== null && pending.dueAt <= dueAt) return
      pending?.cancel()
      pending = { dueAt, cancel: clock.after(dueAt - now, publish) }
    },
    async *watch(signal) {
      watching += 1
      if (watching === 1) view = project()
      try {
        yield* watchers.watch(() => view ?? project(), signal)
      } finally {
        watching -= 1
        if (watching === 0) {
          pending?.cancel()
          pending = null
        }
      }
    },
    stop() {
      isStopped = true
      pending?.cancel()
      pending = null
      watchers.stop()
    },
  }
}
