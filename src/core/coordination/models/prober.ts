import type { Clock } from '../../../shared/clock'
import type { BackendKind, Capability } from '../../../shared/entities'
import type { ModelHost, ModelPolicy } from '../capability-knowledge'
import { declaredOf } from '../declared-capabilities'
import { isSameModel } from '../same-model'
import { type Subject, tryCapability, worthTrying } from './conformance'
import { insightOf } from './knowledge'
import type { LearntBook } from './learnt-book'

export interface ProberOptions {
  clock: Clock
  book: LearntBook
  hosts(): readonly ModelHost[]
  host(node: string): ModelHost | null
  policy(node: string, model: string): ModelPolicy
  /** `cluster.probe_capabilities`. */
  isEnabled(): boolean
  /** Simulated servers prove nothing about real ones; for tests. */
  probesSimulated?: boolean | undefined
  /** Logs what nobody expected. */
  reportUnknown(error: unknown): void
}

export interface Prober {
  /** To be called after every check of a node. */
  hostChecked(host: ModelHost): void
  /** Whether it is enabled may have changed: if not, what is being tried ends at once. */
  configChanged(): void
  /** A user's request was given to a node: what is being tried there ends at once. */
  requestArrived(node: string): void
  /** Models of a node are being loaded, unloaded or deleted: nothing is tried there until the returned function is called. */
  workBegan(node: string): () => void
  stop(): void
}

const idleMs = 10_000
const budgetMs = 30_000
/** Tries that a slow or shaky machine gets for one ability before it is left at "tried". */
const maxTries = 2
const maxRemembered = 5_000

/** These have loaded what they serve; the others load on demand, and asking could make them. */
const servesWhatIsLoaded: ReadonlySet<BackendKind> = new Set(['vllm', 'sglang', 'llamacpp'])

interface Target {
  host: ModelHost
  model: string
}

/** A model that is about to be dropped would be loaded again by a request that comes too late. */
const leastLifeMs = 60_000

/** Models in the memory of a node, and there to stay for a while, by the names of its list. */
function loadedModels({ probe }: ModelHost, wall: number): string[] {
  if (probe === null) return []
  if (probe.loaded === null) {
    const [only, ...others] = probe.models
    return only !== undefined && others.length === 0 && servesWhatIsLoaded.has(probe.backend)
      ? [only.name]
      : []
  }
  const names = probe.loaded
    .filter(({ expiresAt }) => expiresAt === null || expiresAt - wall >= leastLifeMs)
    .map(({ name }) => name)
  return probe.models.map(({ name }) => name).filter(name => names.some(loaded => isSameModel(loaded, name)))
}

/**
 * Proves what models can do with small real requests: one at a time over the whole cluster, to models that are in memory
 * anyway, on nodes that nobody has used for a while. Driven by the checks of the nodes; its only timer is a probe's budget.
 */
export function createProber(options: ProberOptions): Prober {
  const { clock, book } = options
  /** When each node was last seen busy, or first seen; monotonic. */
  const busyAt = new Map<string, number>()
  const tries = new Map<string, number>()
  /** How much is being done with the models of a node. */
  const working = new Map<string, number>()
  let running: { node: string; abort: AbortController } | null = null
  let isStopped = false

  const isIdle = ({ spec }: ModelHost) =>
    clock.monotonic() - (busyAt.get(spec.name) ?? Number.POSITIVE_INFINITY) >= idleMs

  // Another harombe tries its models itself, and what it does to them is its own.
  const isEligible = ({ reachable, client, probe, spec, activeRequests }: ModelHost) =>
    reachable &&
    client !== null &&
    probe !== null &&
    activeRequests === 0 &&
    !working.has(spec.name) &&
    probe.backend !== 'harombe' &&
    (options.probesSimulated === true || (!probe.simulated && spec.origin !== 'demo'))

  function untried(host: ModelHost, model: string): Capability[] {
    const declared = declaredOf(host.spec, model)
    const known = { ...insightOf(book, host, model).known, ...declared }
    const proven = book.find(host, model)?.proven ?? {}
    const supports = host.client?.supports
    return worthTrying(
      capability => known[capability],
      capability => supports?.[capability] ?? 'no',
      // The user's word wins over whatever would come of it.
      capability => proven[capability] !== undefined || declared[capability] !== undefined,
    )
  }

  function nextTarget(): (Target & { capabilities: Capability[] }) | null {
    for (const host of options.hosts()) {
      if (!isEligible(host) || !isIdle(host)) continue
      for (const model of loadedModels(host, clock.wall())) {
        const capabilities = untried(host, model)
        if (capabilities.length > 0) return { host, model, capabilities }
      }
    }
    return null
  }

  function subjectOf({ host, model }: Target): Subject | null {
    const { client, probe, spec } = host
    if (client === null) return null
    const policy = options.policy(spec.name, model)
    const loaded = probe?.loaded?.find(({ name }) => isSameModel(name, model))
    return {
      client,
      model,
      contextLength: loaded?.contextLength ?? policy.contextLength,
      keepAlive: policy.keepAlive,
      onReasoned() {
        if (book.find(host, model)?.proven.reasoning === undefined)
          book.learn(host, model, { proven: { reasoning: 'yes' } })
      },
    }
  }

  async function probe(target: Target, capability: Capability, abort: AbortController): Promise<void> {
    const { host, model } = target
    const subject = subjectOf(target)
    if (subject === null) return
    const timeout = new AbortController()
    const cancel = clock.after(budgetMs, () => timeout.abort())
    const signal = AbortSignal.any([abort.signal, timeout.signal, host.retired])
    const finding = await tryCapability(capability, subject, signal)
    cancel()
    if (abort.signal.aborted || host.retired.aborted) return
    if (finding !== null) {
      book.learn(host, model, { proven: { [capability]: finding } })
      return
    }
    const key = `${host.spec.url}\n${model}\n${capability}`
    if (tries.size >= maxRemembered) tries.clear()
    const count = (tries.get(key) ?? 0) + 1
    tries.set(key, count)
    if (count >= maxTries) book.learn(host, model, { proven: { [capability]: 'unknown' } })
    // The machine is slow or in trouble: it is left in peace until it has been idle for a while again.
    busyAt.set(host.spec.name, clock.monotonic())
    abort.abort()
  }

  async function work(
    target: Target & { capabilities: Capability[] },
    abort: AbortController,
  ): Promise<void> {
    const { model, capabilities } = target
    for (const capability of capabilities) {
      const host = options.host(target.host.spec.name)
      if (abort.signal.aborted || !options.isEnabled() || host === null || !isEligible(host)) return
      if (!loadedModels(host, clock.wall()).includes(model)) return
      // What was found so far may have settled the rest: a model that does not chat is not asked for tools.
      if (untried(host, model).includes(capability)) await probe({ host, model }, capability, abort)
    }
  }

  function proceed(): void {
    if (running !== null || isStopped || !options.isEnabled()) return
    const target = nextTarget()
    if (target === null) return
    const abort = new AbortController()
    running = { node: target.host.spec.name, abort }
    void work(target, abort)
      .catch(options.reportUnknown)
      .finally(() => {
        running = null
        proceed()
      })
  }

  function noteBusy(node: string): void {
    if (busyAt.size >= maxRemembered) busyAt.clear()
    busyAt.set(node, clock.monotonic())
  }

  function disturb(node: string): void {
    noteBusy(node)
    if (running?.node === node) running.abort.abort()
  }

  return {
    hostChecked({ spec, activeRequests, reachable }) {
      if (activeRequests > 0 || !reachable || !busyAt.has(spec.name)) noteBusy(spec.name)
      proceed()
    },
    configChanged() {
      if (!options.isEnabled()) running?.abort.abort()
    },
    requestArrived: disturb,
    workBegan(node) {
      working.set(node, (working.get(node) ?? 0) + 1)
      disturb(node)
      return () => {
        const left = (working.get(node) ?? 1) - 1
        if (left > 0) working.set(node, left)
        else working.delete(node)
        noteBusy(node)
      }
    },
    stop() {
      isStopped = true
      running?.abort.abort()
    },
  }
}
