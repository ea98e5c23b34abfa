import type {
  CatalogueModel,
  FitEstimate,
  LoadedModel,
  ModelCapabilities,
  ModelSummary,
} from '../../../shared/entities'
import { sameJson } from '../../../shared/same-json'
import { correctionFrom, estimateFit, estimateNeed, type FitQuestion } from '../../hardware/fit'
import { learnUse, type MachineMemory, roomOf } from '../../hardware/model-room'
import type { ModelHost, ModelPolicy } from '../capability-knowledge'
import { isSameModel } from '../same-model'
import { insightOf } from './knowledge'
import type { LearntBook, LearntModel } from './learnt-book'

export interface FitsOptions {
  book: LearntBook
  /** Memory of the machine a node is; null when nobody knows. */
  memoryOf(host: ModelHost): MachineMemory | null
  policy(node: string, model: string): ModelPolicy
}

export interface Fits {
  /** How a model of a node fits it, loaded the way harombe loads it. */
  ofModel(host: ModelHost, model: ModelSummary, known: ModelCapabilities): FitEstimate
  /** How a model of the catalogue would. */
  ofCatalogue(host: ModelHost, model: CatalogueModel): FitEstimate
  /** Learns from what is in the memory of a node now. */
  hostChecked(host: ModelHost): void
}

/** What is seen varies a little from load to load; only more than that is worth writing down. */
const noticeable = 0.01

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}

function shapeOf(
  { sizeBytes }: ModelSummary,
  { embeddings, chat }: ModelCapabilities,
  learnt: LearntModel | null,
): FitQuestion['model'] {
  return {
    sizeBytes,
    architecture: learnt?.declared?.architecture ?? null,
    hasCache: embeddings !== 'yes' || chat === 'yes',
  }
}

export function createFits({ book, memoryOf, policy }: FitsOptions): Fits {
  const correctionFor = (host: ModelHost, learnt: LearntModel | null, family: string | null) =>
    learnt?.correction ?? (family === null ? null : median(book.corrections(host, family)))

  const roomFor = (host: ModelHost) => roomOf(memoryOf(host), book.seenUse(host))

  const loadedOn = ({ probe }: ModelHost, model: string): LoadedModel | null =>
    probe?.loaded?.find(({ name }) => isSameModel(name, model)) ?? null

  function learnCorrection(
    host: ModelHost,
    summary: ModelSummary,
    { sizeBytes, contextLength }: LoadedModel,
  ) {
    if (summary.sizeBytes === null || sizeBytes === null || contextLength === null) return
    const learnt = book.find(host, summary.name)
    const shape = shapeOf(summary, insightOf(book, host, summary.name).known, learnt)
    const need = estimateNeed({ ...shape, sizeBytes: summary.sizeBytes }, contextLength)
    const correction = correctionFrom(sizeBytes, need.totalBytes)
    if (correction === null) return
    const known = learnt?.correction ?? null
    if (known === null || Math.abs(known - correction) > noticeable)
      book.learn(host, summary.name, { correction })
  }

  return {
    ofModel(host, summary, known) {
      const { name } = host.spec
      const learnt = book.find(host, summary.name)
      const family = learnt?.declared?.family ?? summary.family
      return estimateFit({
        node: name,
        model: shapeOf(summary, known, learnt),
        contextLength: policy(name, summary.name).contextLength,
        room: roomFor(host),
        correction: correctionFor(host, learnt, family),
        loaded: loadedOn(host, summary.name),
      })
    },
    ofCatalogue(host, model) {
      const { name } = host.spec
      return estimateFit({
        node: name,
        model: {
          sizeBytes: model.sizeBytes,
          architecture: model.architecture,
          hasCache: model.capabilities.includes('chat'),
        },
        contextLength: Math.min(policy(name, model.name).contextLength, model.contextLength),
        room: roomFor(host),
        correction: correctionFor(host, book.find(host, model.name), model.family),
        loaded: loadedOn(host, model.name),
      })
    },
    hostChecked(host) {
      const { probe, reachable } = host
      if (!reachable || probe === null || probe.loaded === null || probe.loaded.length === 0) return
      const before = book.seenUse(host)
      const seen = learnUse(before, probe.loaded)
      if (seen !== null && !sameJson(seen, before)) book.learnUse(host, seen)
      for (const summary of probe.models) {
        const loaded = loadedOn(host, summary.name)
        if (loaded !== null) learnCorrection(host, summary, loaded)
      }
    },
  }
}
