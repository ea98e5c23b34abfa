import type { Clock } from '../../../shared/clock'
import type { BackendKind, ModelPace } from '../../../shared/entities'
import { backendOf } from '../capability-knowledge'
import type { SelectionRequest } from '../judge-node'
import type { KeptFile } from '../kept-file'
import type { ClusterNode } from '../node'
import { slotsOf } from '../slots'
import { createAffinityBook } from './affinity'
import { createWorkLedger, type WorkAccount } from './ledger'
import { createPaceBook, nothingSeen, type PacesContent } from './pace-book'
import { totalOf } from './predict'
import type {
  NodePlacement,
  PaceLookup,
  PlacedWork,
  Ranked,
  RememberedRequest,
  RequestAffinity,
} from './types'

/** Prompts a server keeps for each slot: llama.cpp and Ollama the last one; those with a paged cache, far more. */
const promptsOfSlot: Record<BackendKind, number> = {
  ollama: 1,
  llamacpp: 1,
  embedded: 1,
  openai: 1,
  harombe: 1,
  vllm: 8,
  sglang: 8,
}

/** A model that was asked for by name is likely to be asked for again as long as servers usually keep one: five minutes. */
const inDemandMs = 5 * 60_000
/** Whoever was away for so long may be back with another card, driver or power supply. */
const longAwayMs = 30 * 60_000

const mostAway = 1000
const nobodysWish: readonly string[] = []

/** What is learnt of how requests fare, and what the next choice needs of it. */
export interface Placements {
  /** For a snapshot of the node: its figures are those of the moment they are read in. */
  of(node: ClusterNode): NodePlacement
  /** Once for each request, before it is placed. @param contextTokens of its requirements */
  recall(request: RememberedRequest, contextTokens: number): RequestAffinity
  /** To be called in the turn in which the node was chosen. */
  place(
    node: ClusterNode,
    chosen: Pick<Ranked, 'model' | 'predicted'>,
    request: Pick<SelectionRequest, 'requirements' | 'affinity' | 'target'>,
  ): PlacedWork
  /** See `PaceBook.slowFirstTokenMs`. */
  slowFirstTokenMs(node: ClusterNode, model: string, promptTokens: number): number | null
  /** See `PaceBook.lastLoadMs`. */
  lastLoadMs(node: ClusterNode, model: string): number | null
  /** Of those models something was seen of. */
  paces(node: ClusterNode, models: readonly string[]): ModelPace[]
  /** The node was removed, or is away: what its server had in memory is gone. To be called as long as that lasts. */
  forget(name: string): void
  /** It answers checks. After a longer absence what was learnt of it is in doubt. */
  isBack(node: ClusterNode): void
  /** This machine slept or stood still: what the requests of now take tells nothing of their nodes. */
  timeWasLost(): void
  /** Writes down what was learnt. */
  close(): Promise<void>
}

/** @param file where paces outlive a restart; null keeps them in memory */
export function createPlacements(clock: Clock, file: KeptFile<PacesContent> | null): Placements {
  const book = createPaceBook(file?.read() ?? nothingSeen, clock.wall, () => file?.save(book.content))
  const prompts = createAffinityBook()
  const openAccount = createWorkLedger(clock.monotonic)
  const kept = new WeakMap<
    ClusterNode,
    { account: WorkAccount; askedAt: Map<string, number>; paces: PaceLookup }
  >()
  /** By name, since when. */
  const away = new Map<string, number>()
  /** How often time was lost. */
  let losses = 0

  function inDemand(askedAt: Map<string, number>): readonly string[] {
    if (askedAt.size === 0) return nobodysWish
    const since = clock.monotonic() - inDemandMs
    for (const [model, at] of askedAt) if (at <= since) askedAt.delete(model)
    return [...askedAt.keys()]
  }

  function open(node: ClusterNode) {
    const before = kept.get(node)
    if (before !== undefined) return before
    const account = openAccount(() => node.spec.tier)
    const askedAt = new Map<string, number>()
    const paces = book.lookup(node)
    const opened = { account, askedAt, paces }
    kept.set(node, opened)
    return opened
  }

  return {
    // Plain values: a property that is computed has a function of its own in every node, and no two nodes share a shape then.
    of(node) {
      const { account, askedAt, paces } = open(node)
      return {
        paces,
        waitMs: account.running() === 0 ? null : account.waitMs(slotsOf(node)),
        recentRequests: account.recentRequests(),
        passedOver: account.passedOver(),
        inDemand: inDemand(askedAt),
      }
    },
    recall: prompts.recall,
    place(node, { model, predicted }, { requirements, affinity, target }) {
      const slots = slotsOf(node)
      const { account, askedAt } = open(node)
      if (target.model !== undefined) askedAt.set(model, clock.monotonic())
      const load = Math.min(1, account.running() / slots)
      const leave = account.begin(totalOf(predicted) - predicted.waitMs)
      const cached = affinity?.cached.get(node.spec.name)
      const saved = cached?.model === model ? cached.tokens : 0
      const lossesBefore = losses
      let isOver = false
      function end(): boolean {
        const isFirst = !isOver
        isOver = true
        leave()
        return isFirst
      }
      return {
        promptTokens: Math.max(1, requirements.contextTokens - saved),
        load,
        ended(sample, isKept) {
          if (!end()) return
          if (losses === lossesBefore) book.record(node, model, sample)
          // Its name may be that of another machine by now.
          if (!isKept || affinity === undefined || node.retired.signal.aborted) return
          prompts.remember(node.spec.name, model, slots * promptsOfSlot[backendOf(node)], affinity)
        },
        abandoned: () => void end(),
      }
    },
    slowFirstTokenMs: book.slowFirstTokenMs,
    lastLoadMs: book.lastLoadMs,
    paces: book.views,
    forget(name) {
      if (!away.has(name)) away.set(name, clock.monotonic())
      if (away.size > mostAway) for (const oldest of away.keys().take(1)) away.delete(oldest)
      prompts.forget(name)
    },
    isBack(node) {
      const since = away.get(node.spec.name)
      if (since === undefined) return
      away.delete(node.spec.name)
      if (clock.monotonic() - since >= longAwayMs) book.doubt(node)
    },
    timeWasLost() {
      losses += 1
    },
    close: async () => file?.close(),
  }
}
