import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../../shared/contract'
import type { PlanInput } from '../../../../shared/contract/config'
import type { Plan } from '../../../../shared/entities'
import type { ErrorShape } from '../../../../shared/harombe-error'
import { toErrorShape } from './error-shape'

/** What is planned for. `text` as it would be written. */
export type PlanSubject =
  | { kind: 'file' }
  | { kind: 'draft'; text: string }
  | { kind: 'version'; version: number }

export interface PlanState {
  /** Of all nodes and the settings: what can be chosen from. Kept while a newer one is made; null before the first. */
  whole: Plan | null
  /** Of what is chosen; the same as `whole` while nothing is left out. */
  plan: Plan | null
  /** Names of nodes that are left out. */
  leftOut: ReadonlySet<string>
  isPlanning: boolean
  /** Why the last one could not be made. */
  error: ErrorShape | null
}

export interface PlanStore {
  store: StoreApi<PlanState>
  /** Makes it anew. Nothing is left out any more. `refresh` false: from what the last checks saw. */
  make(subject: PlanSubject, options?: { refresh?: boolean }): Promise<void>
  /** At least one node stays in. */
  include(node: string, isIn: boolean): Promise<void>
  includeAll(): void
  stop(): void
}

/** Of the nodes of a plan, in its order: what a person can leave out. */
export function nodesOf({ changes }: Pick<Plan, 'changes'>): string[] {
  return [...new Set(changes.flatMap(change => (change.kind === 'setting_changed' ? [] : change.node)))]
}

const inputOf = (subject: PlanSubject): Partial<PlanInput> =>
  subject.kind === 'file'
    ? {}
    : subject.kind === 'draft'
      ? { text: subject.text }
      : { version: subject.version }

/** One opening of the plan. Of several that are asked for, the last one is shown. */
export function createPlanStore(client: HarombeClient): PlanStore {
  const store = createStore<PlanState>(() => ({
    whole: null,
    plan: null,
    leftOut: new Set(),
    isPlanning: false,
    error: null,
  }))
  let asking: AbortController | null = null
  let current: PlanSubject = { kind: 'file' }

  async function ask(input: Partial<PlanInput>): Promise<Plan | null> {
    asking?.abort()
    const own = new AbortController()
    asking = own
    store.setState({ isPlanning: true, error: null })
    try {
      const plan = await client.call('config.planConfig', { ...inputOf(current), ...input }, own)
      if (own.signal.aborted) return null
      store.setState({ isPlanning: false })
      return plan
    } catch (error) {
      if (!own.signal.aborted) store.setState({ isPlanning: false, error: toErrorShape(error) })
      return null
    }
  }

  return {
    store,
    async make(subject, { refresh = true } = {}) {
      current = subject
      const plan = await ask({ refresh })
      if (plan !== null) store.setState({ whole: plan, plan, leftOut: new Set() })
    },
    async include(node, isIn) {
      const { whole, leftOut: before } = store.getState()
      if (whole === null) return
      const leftOut = new Set(before)
      if (isIn) leftOut.delete(node)
      else leftOut.add(node)
      const targets = nodesOf(whole).filter(name => !leftOut.has(name))
      if (targets.length === 0) return
      store.setState({ leftOut })
      // What was seen a moment ago is good enough for a part of it.
      const plan = leftOut.size === 0 ? whole : await ask({ targets, refresh: false })
      if (leftOut.size === 0) asking?.abort()
      if (plan !== null) store.setState({ plan, isPlanning: false })
    },
    includeAll() {
      asking?.abort()
      store.setState(({ whole }) => ({ plan: whole, leftOut: new Set(), isPlanning: false, error: null }))
    },
    stop: () => asking?.abort(),
  }
}
