import type { Clock } from '../../../shared/clock'
import type { BackendKind, ModelPace } from '../../../shared/entities'
import { backendOf } from '../capability-knowledge'
import type { SelectionRequest } from '../judge-node'
import type { KeptFile } from '../kept-file'
import type { ClusterNode } from '../node'
import { slotsOf } from '../slots'
import { createAffinityBook } from './affinity'
import { createWorkLedger } from './ledger'
import { createPaceBook, nothingSeen, type PacesContent } from './pace-book'
import { totalOf } from './predict'
import type { NodePlacement, PlacedWork, Ranked, RememberedRequest, RequestAffinity } from './types'

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

/** What is learnt of how requests fare, and what the next choice needs of it. */
export interface Placements {
  /** For a snapshot of the node. */
  of(node: ClusterNode): NodePlacement
  /** Once for each request, before it is placed. @param contextTokens of its requirements */
  recall(request: RememberedRequest, contextTokens: number): RequestAffinity
  /** To be called in the turn in which the node was chosen. */
  place(
    node: ClusterNode,
    chosen: Pick<Ranked, 'model' | 'predicted'>,
    request: Pick<SelectionRequest, 'requirements' | 'affinity'>,
  ): PlacedWork
  /** See `PaceBook.slowFirstTokenMs`. */
  slowFirstTokenMs(node: ClusterNode, model: string, promptTokens: number): number | null
  /** Of those models something was seen of. */
  paces(node: ClusterNode, models: readonly string[]): ModelPace[]
  /** The node was removed, or was away: what its server had in memory is gone. */
  forget(name: string): void
  /** Writes down what was learnt. */
  close(): Promise<void>
}

/** @param file where paces outlive a restart; null keeps them in memory */
export function createPlacements(clock: Clock, file: KeptFile<PacesContent> | null): Placements {
  const book = createPaceBook(file?.read() ?? nothingSeen, clock.wall, () => file?.save(book.content))
  const prompts = createAffinityBook()
  const ledger = createWorkLedger<ClusterNode>(clock.monotonic)

  return {
    of: node => ({
      paces: book.lookup(node),
      waitMs: ledger.waitMs(node, slotsOf(node)),
      recentRequests: ledger.recentRequests(node),
      passedOver: ledger.passedOver(node, node.spec.tier),
    }),
    recall: prompts.recall,
    place(node, { model, predicted }, { requirements, affinity }) {
      const slots = slotsOf(node)
      const load = Math.min(1, ledger.running(node) / slots)
      const leave = ledger.begin(node, node.spec.tier, totalOf(predicted) - predicted.waitMs)
      const cached = affinity?.cached.get(node.spec.name)
      const saved = cached?.model === model ? cached.tokens : 0
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
          book.record(node, model, sample)
          if (!isKept || affinity === undefined) return
          prompts.remember(node.spec.name, model, slots * promptsOfSlot[backendOf(node)], affinity)
        },
        abandoned: () => void end(),
      }
    },
    slowFirstTokenMs: book.slowFirstTokenMs,
    paces: book.views,
    forget: prompts.forget,
    close: async () => file?.close(),
  }
}
