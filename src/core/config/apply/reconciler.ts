import type { Clock } from '../../../shared/clock'
import type { ReconcileMode } from '../../../shared/config/cluster-rules'
import { type ApplyRun, type Convergence, type Plan, unknownConvergence } from '../../../shared/entities'
import { convergenceOf } from '../plan/drift'

/** Changes come in bursts: somebody saves twice, several nodes answer their first check. */
const settleMs = 1_000
/** A look at a thousand nodes takes its time: all of them together may take a twentieth of it. */
const restPerWork = 20
const firstBackoffMs = 60_000
const longestBackoffMs = 3_600_000
/** What was put right and is wrong again within it was put right in vain. */
const shortestPeaceMs = 600_000

export interface ReconcilerOptions {
  clock: Clock
  mode(): ReconcileMode
  /** A plan of the file as it stands, from what is known already; null while the file has a mistake. */
  look(targets: readonly string[], signal: AbortSignal): Promise<Plan | null>
  /** When the machines were looked at last, ms since the epoch; null: not yet. */
  checkedAt(): number | null
  isApplying(): boolean
  /** Resolves when the run has ended; null when it could not begin. */
  carryOut(plan: Plan): Promise<ApplyRun | null>
  tell(convergence: Convergence): void
  report(error: unknown): void
}

export interface Reconciler {
  /** The file, what is in force, what was applied or what a machine has is another: it is looked at soon. */
  changed(): void
  stop(): Promise<void>
}

/** How long nothing is tried unasked after so many failures in a row. */
export const backoffMs = (failures: number): number =>
  failures === 0 ? 0 : Math.min(longestBackoffMs, firstBackoffMs * 2 ** (failures - 1))

/**
 * What of a plan may be done unasked: nodes that do not answer are left alone, since every try would fail. Null: nothing; empty:
 * all of it.
 */
export function targetsUnasked({ steps, findings }: Pick<Plan, 'steps' | 'findings'>): string[] | null {
  const away = new Set(findings.flatMap(({ code, node }) => (code === 'unreachable' ? [node] : [])))
  const there = steps.filter(({ node }) => node === null || !away.has(node))
  if (there.length === 0) return null
  if (there.length === steps.length) return []
  const nodes = [...new Set(there.flatMap(({ node }) => node ?? []))]
  return nodes.length === 0 ? null : nodes
}

/** Watches in the background how far machines are what the file says; puts it right only where the file asks for that. */
export function createReconciler(options: ReconcilerOptions): Reconciler {
  const { clock } = options
  const lifetime = new AbortController()
  let cancelTimer: (() => void) | null = null
  let dueAt = Number.POSITIVE_INFINITY
  let restMs = 0
  let looking: Promise<void> | null = null
  let isStale = false
  let last: Convergence = unknownConvergence
  let failures = 0
  let failedAt = Number.NEGATIVE_INFINITY
  let triedFor: string | null = null
  /** When each step was last done unasked. */
  const doneAt = new Map<string, number>()

  /** Two models that drive each other out of memory are each loaded in vain: what has to be done anew so soon was not put right. */
  function isInVain(steps: ApplyRun['steps']): boolean {
    const now = clock.monotonic()
    const soonMs = Math.max(shortestPeaceMs, 2 * backoffMs(failures))
    const work = steps.filter(({ kind }) => kind !== 'test')
    const isAgain = work.some(({ id }) => now - (doneAt.get(id) ?? Number.NEGATIVE_INFINITY) < soonMs)
    for (const { id } of work) doneAt.set(id, now)
    return isAgain
  }

  function schedule(delay: number): void {
    const at = clock.monotonic() + delay
    if (lifetime.signal.aborted || at >= dueAt) return
    cancelTimer?.()
    dueAt = at
    cancelTimer = clock.after(delay, () => {
      cancelTimer = null
      dueAt = Number.POSITIVE_INFINITY
      begin()
    })
  }

  function begin(): void {
    if (looking !== null) {
      isStale = true
      return
    }
    looking = look()
      .catch(error => {
        if (!lifetime.signal.aborted) options.report(error)
      })
      .finally(() => {
        looking = null
        if (!isStale) return
        isStale = false
        schedule(settleMs)
      })
  }

  function tell(next: Convergence): void {
    last = next
    options.tell(next)
  }

  async function look(): Promise<void> {
    if (options.isApplying()) {
      tell({ ...last, state: 'applying' })
      return
    }
    const startedAt = clock.monotonic()
    const plan = await options.look([], lifetime.signal)
    restMs = (clock.monotonic() - startedAt) * restPerWork
    if (plan === null) {
      tell(unknownConvergence)
      return
    }
    tell(convergenceOf(plan, options.checkedAt()))
    if (options.mode() === 'auto' && options.checkedAt() !== null) await putRight(plan)
  }

  async function putRight(whole: Plan): Promise<void> {
    const targets = targetsUnasked(whole)
    if (targets === null) return
    // A file that is another may well do better.
    if (triedFor !== whole.basis.desired) {
      failures = 0
      doneAt.clear()
      triedFor = whole.basis.desired
    }
    const wait = failedAt + backoffMs(failures) - clock.monotonic()
    if (failures > 0 && wait > 0) {
      schedule(wait)
      return
    }
    const plan = targets.length === 0 ? whole : await options.look(targets, lifetime.signal)
    if (plan === null || plan.steps.length === 0 || options.isApplying()) return
    tell({ ...last, state: 'applying' })
    const run = await options.carryOut(plan)
    if (run?.state === 'done' && !isInVain(run.steps)) failures = 0
    else {
      failures += 1
      failedAt = clock.monotonic()
    }
    schedule(settleMs)
  }

  return {
    changed: () => schedule(Math.max(settleMs, restMs)),
    async stop() {
      lifetime.abort()
      cancelTimer?.()
      cancelTimer = null
      await looking
    },
  }
}
