import type { ClusterView } from '../../../shared/entities'
import { hasCode, isHarombeError } from '../../../shared/errors'
import { createWaker } from '../../../shared/waker'
import type { ClusterExecutor, EmbeddingResult } from '../../coordination/types'

/** Where pieces and their vectors are kept; the memory's RecallIndex is the implementation. */
export interface PieceStore {
  /** At once, so that nothing is started for a memory that is empty. */
  hasWork(): boolean
  cut(maximum: number, onlyFiles: boolean): Promise<number>
  settleModel(model: string, dimensions: number): Promise<void>
  counts(signal: AbortSignal): Promise<{ model: string | null; pending: number }>
  unembedded(limit: number, signal: AbortSignal): Promise<{ id: number; text: string }[]>
  addVectors(model: string, vectors: readonly { id: number; vector: readonly number[] }[]): Promise<number>
}

export interface RecallIndexerOptions {
  pieces: PieceStore
  cluster: Pick<ClusterExecutor, 'embed'>
  nodes: { view(): ClusterView; subscribe(listener: (view: ClusterView) => void): () => void }
  /** auto, off, or the name of a model. */
  embeddingModel(): string
  /** Runs `task` once after `ms`; the returned function takes it back. */
  after(ms: number, task: () => void): () => void
  report(error: unknown): void
}

export interface RecallIndexer {
  /** There is something new: it looks again. */
  kick(): void
  /** A question was embedded with this model: what was indexed with another one is of no use any more. */
  noteModel(name: string): void
  /** The model that made the last vectors; null: none did yet. */
  model(): string | null
  /** Why nothing is being indexed, for the user; null while it is, and when all is done. */
  problem(): string | null
  stop(): Promise<void>
}

/** As many as one request takes without keeping a question waiting behind it for long. */
const batchSize = 16
/** Between two batches, so that a slow machine has breath for others. */
const pauseMs = 100
const textsAtOnce = 64
const smallestPart = 0.2
/** After something new: whoever has just been answered may ask again. */
const quietMs = 2_000
/** After a failure: doubled up to the longest. */
const retryMs = 10_000
const longestRetryMs = 300_000

/**
 * Cuts what was written into pieces and has vectors made of them, in the background: only while nobody waits for an answer, the newest
 * first. Goes on where a process that ended left off.
 */
export function createRecallIndexer(options: RecallIndexerOptions): RecallIndexer {
  const { pieces, cluster, nodes, after, report } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const waker = createWaker()
  const timers = new Set<() => void>()
  let model: string | null = null
  let problem: string | null = null
  let failures = 0
  let settledFor: string | null = null

  const isBusy = (view: ClusterView) => view.requests.length > 0

  async function wait(ms: number): Promise<void> {
    if (signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = after(ms, end)
    function end() {
      cancel()
      timers.delete(end)
      resolve()
    }
    timers.add(end)
    await promise
  }

  async function untilIdle(): Promise<void> {
    while (!signal.aborted && isBusy(nodes.view())) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const unsubscribe = nodes.subscribe(view => {
        if (!isBusy(view)) resolve()
      })
      signal.addEventListener('abort', () => resolve(), { once: true })
      if (isBusy(nodes.view())) await promise
      unsubscribe()
    }
  }

  /** Given up, with null, the moment somebody asks something: the node is theirs. */
  async function embed(inputs: readonly string[]): Promise<EmbeddingResult | null> {
    await untilIdle()
    const needed = new AbortController()
    const unsubscribe = nodes.subscribe(view => {
      if (isBusy(view)) needed.abort()
    })
    const wanted = options.embeddingModel()
    try {
      return await cluster.embed(
        {
          inputs,
          target: wanted === 'auto' ? { tier: 'auto' } : { tier: 'auto', model: wanted },
          origin: 'chat',
          client: 'memory',
          priority: 'background',
          isAside: true,
        },
        AbortSignal.any([signal, needed.signal]),
      )
    } catch (error) {
      if (needed.signal.aborted) return null
      throw error
    } finally {
      unsubscribe()
    }
  }

  /** What is too long for a model is worth its beginning. */
  async function embedWhatFits(inputs: readonly string[]): Promise<EmbeddingResult | null> {
    for (let part = 1; ; part /= 2) {
      try {
        return await embed(inputs.map(text => text.slice(0, Math.ceil(text.length * part))))
      } catch (error) {
        if (!hasCode(error, 'CONTEXT_TOO_LONG') || part < smallestPart) throw error
      }
    }
  }

  /** Finds out which model it is: vectors of another one are of no use. @returns whether it is known */
  async function settle(wanted: string): Promise<boolean> {
    if (settledFor === wanted) return true
    const result = await embed(['harombe'])
    const [vector] = result?.vectors ?? []
    if (result === null || vector === undefined) return false
    await pieces.settleModel(result.model, vector.length)
    model = result.model
    settledFor = wanted
    return true
  }

  async function indexBatch(batch: readonly { id: number; text: string }[]): Promise<void> {
    const result = await embedWhatFits(batch.map(({ text }) => text))
    if (result === null) return
    // It may have become another one since it was asked for.
    if (result.model !== model) settledFor = null
    const vectors = batch.flatMap(({ id }, index) => {
      const vector = result.vectors[index]
      return vector === undefined ? [] : [{ id, vector }]
    })
    await pieces.addVectors(result.model, vectors)
  }

  /** @returns whether there may be more to do */
  async function indexSome(): Promise<boolean> {
    if (!pieces.hasWork()) return false
    // The words of files are looked up with or without vectors.
    if ((await pieces.cut(textsAtOnce, true)) > 0) return true
    const wanted = options.embeddingModel()
    if (wanted === 'off') return false
    const { pending, model: before } = await pieces.counts(signal)
    if (pending === 0 && (before === null || settledFor === wanted)) return false
    if (!(await settle(wanted))) return true
    let batch = await pieces.unembedded(batchSize, signal)
    if (batch.length === 0 && (await pieces.cut(textsAtOnce, false)) > 0)
      batch = await pieces.unembedded(batchSize, signal)
    if (batch.length > 0) await indexBatch(batch)
    return true
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        const isMore = await indexSome()
        failures = 0
        problem = null
        if (isMore) await wait(pauseMs)
        else {
          await waker.woken()
          await wait(quietMs)
        }
      } catch (error) {
        if (signal.aborted) return
        failures += 1
        problem = isHarombeError(error) ? error.message : 'The search index could not be brought up to date.'
        if (!isHarombeError(error)) report(error)
        await wait(Math.min(retryMs * 2 ** (failures - 1), longestRetryMs))
      }
    }
  }

  /** Where nobody could be asked, a node that comes up or says what it serves is worth another try. */
  const served = ({ nodes: all }: ClusterView) =>
    JSON.stringify(all.map(({ name, status, models }) => [name, status, models]))
  let servedBefore = ''
  const unsubscribe = nodes.subscribe(view => {
    if (failures === 0) return
    const now = served(view)
    if (now !== servedBefore) for (const end of [...timers]) end()
    servedBefore = now
  })

  const running = run()
  return {
    kick() {
      waker.wake()
    },
    noteModel(name) {
      if (model === null || name === model) return
      settledFor = null
      waker.wake()
    },
    model: () => model,
    problem: () => (options.embeddingModel() === 'off' ? null : problem),
    async stop() {
      stopping.abort()
      unsubscribe()
      waker.wake()
      for (const end of [...timers]) end()
      await running
    },
  }
}
