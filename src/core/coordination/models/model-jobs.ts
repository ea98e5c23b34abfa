import type { Clock } from '../../../shared/clock'
import type { ModelJob } from '../../../shared/entities'
import { HarombeError, isHarombeError } from '../../../shared/errors'
import { createLatestWatchers } from '../../../shared/latest-watchers'
import type { PullProgress } from '../../inference/protocol'
import type { ModelHost } from '../capability-knowledge'
import { isSameModel } from '../same-model'
import { asAbortion, cancelled, explainJobFailure, wentAway } from './job-failures'
import { beingDone, done } from './job-words'
import { createTransferRate } from './transfer-rate'

type JobKind = ModelJob['kind']

/** The work itself; it ends when the model is there, gone, in memory or out of it. */
export type JobWork = (signal: AbortSignal, report: (progress: PullProgress) => void) => Promise<void>

export interface ModelJobsOptions {
  clock: Clock
  createId(): string
  /** Something a person must see now (`state`), or only figures. */
  onChange(what: 'state' | 'progress'): void
  /** Logs what nobody expected; returns the reference to quote. */
  reportUnknown(error: unknown): string
}

export interface ModelJobs {
  /**
   * Begins the work, or joins the same under way.
   * @throws HarombeError CONFLICT while something else is being done with that model there, RATE_LIMITED, DISCONNECTED
   */
  start(kind: JobKind, host: ModelHost, model: string, work: JobWork): ModelJob
  /** @throws HarombeError NOT_FOUND */
  follow(id: string, signal: AbortSignal): AsyncGenerator<ModelJob, void>
  /** Ends the job at once; one that ended already, or never was, is left as it is. */
  cancel(id: string): void
  /** To be called after every check of a node. */
  hostChecked(host: ModelHost): void
  /** Newest first. */
  list(): ModelJob[]
  running(node: string, model: string): boolean
  /** Cancels what runs and gives up every timer. */
  stop(): void
}

interface Entry {
  job: ModelJob
  abort: AbortController
  /** Monotonic; of the last sign that it goes on. */
  heardAt: number
  /** Monotonic; of the last time that progress was told. */
  toldAt: number
  /** Monotonic; null while it runs. */
  endedAt: number | null
  cancelTelling: (() => void) | null
}

const keptMs = 10 * 60_000
const maxKept = 100
const maxRunning = 64
/** Progress is told no more often than this, however many lines a server writes. */
const progressIntervalMs = 250
const standsStillMs = 5_000
/** A node that fails its checks and was silent for so long is gone, however open its connection looks. */
const silenceMs = 15_000

/** Work on models that outlives whoever asked for it. Owns all its timers. */
export function createModelJobs(options: ModelJobsOptions): ModelJobs {
  const { clock } = options
  /** In the order they were started. */
  const entries = new Map<string, Entry>()
  const watchers = createLatestWatchers()
  let cancelExpiry: (() => void) | null = null
  let isStopped = false

  const isRunning = (entry: Entry) => entry.endedAt === null
  const ended = () => [...entries.values()].filter(entry => !isRunning(entry))

  function tell(what: 'state' | 'progress'): void {
    watchers.changed()
    options.onChange(what)
  }

  function forgetOld(): void {
    cancelExpiry?.()
    cancelExpiry = null
    const now = clock.monotonic()
    const oldestFirst = ended().toSorted((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0))
    const surplus = oldestFirst.length - maxKept
    let next: number | null = null
    for (const [index, { job, endedAt }] of oldestFirst.entries()) {
      const age = now - (endedAt ?? now)
      if (index < surplus || age >= keptMs) entries.delete(job.id)
      else next ??= keptMs - age
    }
    if (next === null || isStopped) return
    cancelExpiry = clock.after(next, () => {
      forgetOld()
      tell('state')
    })
  }

  function end(
    entry: Entry,
    changes: Pick<ModelJob, 'state' | 'status' | 'error'> & Partial<ModelJob>,
  ): void {
    if (!isRunning(entry)) return
    entry.cancelTelling?.()
    entry.endedAt = clock.monotonic()
    entry.job = { ...entry.job, bytesPerSecond: null, ...changes, endedAt: clock.wall() }
    forgetOld()
    tell('state')
  }

  function fail(entry: Entry, error: HarombeError): void {
    if (error.code === 'CANCELLED') end(entry, { state: 'cancelled', status: 'Cancelled', error: null })
    else end(entry, { state: 'failed', status: 'Failed', error: error.toShape() })
  }

  function note(entry: Entry, changes: Partial<ModelJob>): void {
    const now = clock.monotonic()
    entry.heardAt = now
    const newPhase = changes.status !== undefined && changes.status !== entry.job.status
    entry.job = { ...entry.job, ...changes }
    const wait = entry.toldAt + progressIntervalMs - now
    if (newPhase || wait <= 0) {
      entry.cancelTelling?.()
      entry.cancelTelling = null
      entry.toldAt = now
      tell('progress')
      return
    }
    entry.cancelTelling ??= clock.after(wait, () => {
      entry.cancelTelling = null
      entry.toldAt = clock.monotonic()
      tell('progress')
    })
  }

  async function run(entry: Entry, host: ModelHost, work: JobWork): Promise<void> {
    const { signal } = entry.abort
    const { kind, model } = entry.job
    const name = host.spec.name
    const rate = createTransferRate()
    const onAbort = () => fail(entry, asAbortion(signal.reason))
    const onRetired = () => entry.abort.abort(wentAway(name, kind))
    signal.addEventListener('abort', onAbort, { once: true })
    host.retired.addEventListener('abort', onRetired, { once: true })
    try {
      await work(signal, ({ status, completedBytes, totalBytes }) => {
        if (!isRunning(entry)) return
        rate.add(clock.monotonic(), completedBytes)
        note(entry, { status, completedBytes, totalBytes, bytesPerSecond: rate.bytesPerSecond() })
      })
      const { completedBytes, totalBytes } = entry.job
      end(entry, {
        state: 'done',
        status: done[kind],
        error: null,
        completedBytes: totalBytes ?? completedBytes,
      })
    } catch (thrown) {
      if (!isRunning(entry)) return
      const error = isHarombeError(thrown)
        ? thrown
        : new HarombeError('INTERNAL', `Something unexpected happened (${options.reportUnknown(thrown)}).`)
      fail(entry, explainJobFailure(error, { kind, node: name, model }))
    } finally {
      signal.removeEventListener('abort', onAbort)
      host.retired.removeEventListener('abort', onRetired)
    }
  }

  function refuseToStart(kind: JobKind, node: string, model: string, other: Entry | undefined): void {
    if (isStopped) throw new HarombeError('DISCONNECTED', 'The coordinator is stopping.')
    if (other !== undefined) {
      throw new HarombeError('CONFLICT', `${model} is ${beingDone[other.job.kind]} on ${node}.`, {
        hint: 'Wait until that has ended, or cancel it.',
      })
    }
    if ([...entries.values()].filter(isRunning).length >= maxRunning) {
      throw new HarombeError('RATE_LIMITED', 'Too much is being done with models at once.', {
        hint: `Wait until some of it has ended, then ${kind} it again.`,
      })
    }
  }

  /** A transfer that stands still has no speed, though nobody reports that. */
  function shown(entry: Entry): ModelJob {
    const { job, heardAt } = entry
    const stands = isRunning(entry) && clock.monotonic() - heardAt >= standsStillMs
    return stands && job.bytesPerSecond !== null ? { ...job, bytesPerSecond: 0 } : job
  }

  const runningOn = (node: string, model: string) =>
    [...entries.values()].find(
      entry => isRunning(entry) && entry.job.node === node && isSameModel(entry.job.model, model),
    )

  return {
    start(kind, host, model, work) {
      const node = host.spec.name
      const other = runningOn(node, model)
      if (other?.job.kind === kind) return other.job
      refuseToStart(kind, node, model, other)
      const now = clock.monotonic()
      const entry: Entry = {
        job: {
          id: options.createId(),
          kind,
          node,
          model,
          state: 'running',
          status: 'Starting',
          completedBytes: 0,
          totalBytes: null,
          bytesPerSecond: null,
          startedAt: clock.wall(),
          endedAt: null,
          error: null,
        },
        abort: new AbortController(),
        heardAt: now,
        toldAt: Number.NEGATIVE_INFINITY,
        endedAt: null,
        cancelTelling: null,
      }
      entries.set(entry.job.id, entry)
      tell('state')
      void run(entry, host, work)
      return entry.job
    },
    follow(id, signal) {
      const entry = entries.get(id)
      if (entry === undefined) throw new HarombeError('NOT_FOUND', 'There is no such job any more.')
      return watchers.watch(
        () => entry.job,
        signal,
        ({ state }) => state !== 'running',
      )
    },
    cancel(id) {
      const entry = entries.get(id)
      if (entry !== undefined && isRunning(entry)) entry.abort.abort(cancelled())
    },
    hostChecked(host) {
      if (host.reachable) return
      const { name } = host.spec
      for (const entry of [...entries.values()]) {
        if (!isRunning(entry) || entry.job.node !== name) continue
        const isSilent = clock.monotonic() - entry.heardAt >= silenceMs
        if (isSilent) entry.abort.abort(wentAway(name, entry.job.kind))
      }
    },
    list: () => [...entries.values()].map(shown).toReversed(),
    running: (node, model) => runningOn(node, model) !== undefined,
    stop() {
      isStopped = true
      for (const entry of [...entries.values()]) if (isRunning(entry)) entry.abort.abort(cancelled())
      cancelExpiry?.()
      cancelExpiry = null
      watchers.stop()
    },
  }
}
