import type { Clock } from '../../../shared/clock'
import type { ApplyRun, ApplyStep, Plan } from '../../../shared/entities'
import { HarombeError, isHarombeError } from '../../../shared/errors'
import { createLatestWatchers } from '../../../shared/latest-watchers'
import { carryOutStep } from './carry-out-step'
import { stepsToBegin, stepsToSkip } from './next-steps'
import { describeEnd, stateOfEnd, stepName } from './run-words'
import type { AppliedBook, Applier, ApplyJob, ApplyJournal } from './types'

export interface ApplierOptions {
  clock: Clock
  createId(): string
  journal: ApplyJournal
  book: AppliedBook
  /** Logs what nobody expected; returns the reference to quote. */
  reportUnknown(error: unknown): string
  /** Told when a run ended. */
  onEnded?(run: ApplyRun, job: ApplyJob): void
}

/** Progress is told no more often than this, however many lines a server writes. */
const progressIntervalMs = 250

interface RunningApply {
  job: ApplyJob
  abort: AbortController
  ended: Promise<ApplyRun>
}

const fresh = (step: Plan['steps'][number]): ApplyStep => ({
  ...step,
  state: 'pending',
  startedAt: null,
  endedAt: null,
  progress: null,
  detail: null,
  error: null,
})

/** What an earlier process left running ended with it, at the last moment that was noted. */
function afterCrash(run: ApplyRun): ApplyRun {
  if (run.state !== 'running') return run
  const now = Math.max(run.startedAt, ...run.steps.map(step => step.endedAt ?? step.startedAt ?? 0))
  const ended = describeEnd('interrupted')
  return {
    ...run,
    state: 'interrupted',
    endedAt: now,
    steps: run.steps.map(step => ({ ...step, ...ended(step, now) })),
  }
}

/** Carries plans out, one at a time: lanes of nodes beside each other, the steps of each one after the other. */
export function createApplier(options: ApplierOptions): Applier {
  const { clock, journal, book } = options
  const viewers = createLatestWatchers()
  const left = journal.read()
  let run: ApplyRun | null = left === null ? null : afterCrash(left)
  let active: RunningApply | null = null
  let cancelTelling: (() => void) | null = null
  let toldAt = Number.NEGATIVE_INFINITY
  let isStopped = false

  function tell(): void {
    cancelTelling?.()
    cancelTelling = null
    toldAt = clock.monotonic()
    viewers.changed()
  }
  function tellSoon(): void {
    const wait = toldAt + progressIntervalMs - clock.monotonic()
    if (wait <= 0) tell()
    else cancelTelling ??= clock.after(wait, tell)
  }

  const steps = () => run?.steps ?? []
  function change(id: string, changes: Partial<ApplyStep>): ApplyStep | null {
    if (run === null) return null
    let changed: ApplyStep | null = null
    const next = run.steps.map(step => {
      if (step.id !== id) return step
      changed = { ...step, ...changes }
      return changed
    })
    run = { ...run, steps: next }
    return changed
  }
  /** On the disk before anybody hears of it. */
  function settle(id: string, changes: Partial<ApplyStep>): void {
    const changed = change(id, changes)
    if (changed !== null) journal.note(changed)
    tell()
  }
  /** A disk that is full must not keep a run from coming to its end. */
  function settleAnyway(id: string, changes: Partial<ApplyStep>): void {
    try {
      settle(id, changes)
    } catch (error) {
      options.reportUnknown(error)
      tell()
    }
  }

  const asError = (error: unknown): HarombeError =>
    isHarombeError(error)
      ? error
      : new HarombeError('INTERNAL', `Something unexpected happened (${options.reportUnknown(error)}).`)

  async function perform(step: ApplyStep, job: ApplyJob, signal: AbortSignal): Promise<void> {
    const { id } = step
    try {
      settle(id, { state: 'running', startedAt: clock.wall(), endedAt: null, error: null, detail: null })
      const detail = await carryOutStep(step, job, book, {
        signal,
        report(progress) {
          if (steps().find(known => known.id === id)?.state !== 'running') return
          change(id, { progress })
          tellSoon()
        },
      })
      const isLast = steps().every(
        other => other.node !== step.node || other.id === id || other.state === 'done',
      )
      if (isLast && step.node !== null && step.kind !== 'retire')
        book.finished(step.node, job.desired, job.actions.holdings(step.node))
      settle(id, { state: 'done', endedAt: clock.wall(), detail })
    } catch (thrown) {
      const error = asError(thrown)
      const isCancelled = signal.aborted && (error.code === 'CANCELLED' || error.code === 'INTERRUPTED')
      settleAnyway(id, {
        state: isCancelled ? 'cancelled' : 'failed',
        endedAt: clock.wall(),
        detail: error.message,
        error: error.toShape(),
      })
    }
  }

  function skipBlocked(): void {
    for (const { step, because } of stepsToSkip(steps())) {
      const detail = `Not begun: ${stepName(because)} came to nothing.`
      settleAnyway(step.id, { state: 'skipped', endedAt: clock.wall(), detail })
    }
  }

  function finish(job: ApplyJob, signal: AbortSignal): void {
    if (run === null) return
    const now = clock.wall()
    const state = stateOfEnd(run.steps, signal)
    const ended = describeEnd(state)
    run = { ...run, state, endedAt: now, steps: run.steps.map(step => ({ ...step, ...ended(step, now) })) }
    try {
      if (state === 'done' && job.plan.targets.length === 0) {
        book.completed(job.desired, job.plan.basis.desired, job.version)
      }
      journal.end({ state, endedAt: now })
    } catch (error) {
      options.reportUnknown(error)
    }
  }

  async function carryOut(job: ApplyJob, signal: AbortSignal): Promise<void> {
    const inFlight = new Map<string, Promise<void>>()
    for (;;) {
      skipBlocked()
      const ready = signal.aborted ? [] : stepsToBegin(steps(), job.actions.serverOf)
      for (const step of ready) {
        // Begun before the next look at what may begin, so that no step is begun twice.
        inFlight.set(
          step.id,
          perform(step, job, signal).finally(() => inFlight.delete(step.id)),
        )
      }
      if (inFlight.size === 0) break
      await Promise.race(inFlight.values())
    }
    finish(job, signal)
  }

  function begin(next: ApplyRun, job: ApplyJob): ApplyRun {
    journal.begin(next)
    run = next
    const abort = new AbortController()
    const ended = carryOut(job, abort.signal)
      .catch(error => void options.reportUnknown(error))
      .then(() => {
        active = null
        const last = run ?? next
        for (const afterwards of [job.actions.release, () => options.onEnded?.(last, job)]) {
          try {
            afterwards()
          } catch (error) {
            options.reportUnknown(error)
          }
        }
        tell()
        return last
      })
    active = { job, abort, ended }
    tell()
    return run
  }

  function refuseWhileBusy(): void {
    if (isStopped) throw new HarombeError('DISCONNECTED', 'The coordinator is stopping.')
    if (active === null) return
    throw new HarombeError('CONFLICT', 'A plan is being carried out already.', {
      hint: 'Wait until that has ended, or cancel it.',
      data: { running: run?.id },
    })
  }

  return {
    current: () => run,
    watch: signal => viewers.watch(() => run, signal),
    start(job) {
      refuseWhileBusy()
      const { steps: planned, ...plan } = job.plan
      const startedAt = clock.wall()
      const id = options.createId()
      return begin(
        { id, plan, by: job.by, state: 'running', startedAt, endedAt: null, steps: planned.map(fresh) },
        job,
      )
    },
    resume(id, job) {
      refuseWhileBusy()
      if (run === null || run.id !== id) {
        throw new HarombeError('NOT_FOUND', 'There is no such apply any more.', {
          hint: 'Make a new plan; it shows what is left to do.',
        })
      }
      const resumed = run.steps.map(step => (step.state === 'done' ? step : fresh(step)))
      const plan: Plan = { ...run.plan, steps: resumed }
      return begin({ ...run, by: job.by, state: 'running', endedAt: null, steps: resumed }, { ...job, plan })
    },
    cancel(id) {
      if (run?.id !== id) return
      active?.abort.abort(new HarombeError('CANCELLED', 'It was cancelled.'))
    },
    async finished(id) {
      if (run === null || run.id !== id)
        throw new HarombeError('NOT_FOUND', 'There is no such apply any more.')
      return active === null ? run : active.ended
    },
    async stop() {
      isStopped = true
      active?.abort.abort(new HarombeError('INTERRUPTED', 'harombe ended meanwhile.'))
      await active?.ended
      cancelTelling?.()
      viewers.stop()
    },
  }
}
