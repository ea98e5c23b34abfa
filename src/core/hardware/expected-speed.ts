import type { ModelRecommendation } from '../../shared/entities'
import { findInCatalogue } from './catalogue'
import { gpuPools, type RecommendationInput } from './recommend'

/** Bytes a second that memory is read with, in GB (1,000³): what machines of a kind have, from slow to fast. */
type Bandwidth = readonly [slow: number, fast: number]

/** A processor with two channels, DDR4-2400 to DDR5-6400. */
const mainMemory: Bandwidth = [35, 90]

/** As Apple publishes them, by generation. */
const apple: readonly (readonly [pattern: RegExp, bandwidth: Bandwidth])[] = [
  [/M[1-9] Ultra/, [800, 820]],
  [/M[12] Max/, [400, 400]],
  [/M[3-9] Max/, [300, 550]],
  [/M[12] Pro/, [200, 200]],
  [/M[3-9] Pro/, [150, 280]],
  [/M1/, [68, 68]],
  [/M[2-9]/, [100, 155]],
]

/** Cards by how much memory each of them has: larger ones have wider buses. */
const cards: readonly (readonly [gigabytes: number, bandwidth: Bandwidth])[] = [
  [22, [300, 1_000]],
  [15, [250, 960]],
  [11, [240, 760]],
  [7, [190, 450]],
  [0, [80, 340]],
]

const gibibyte = 1024 ** 3

/** Of the bandwidth, what engines reach when they write one answer. */
const reached: Bandwidth = [0.5, 0.8]

function bandwidthOf(report: RecommendationInput): Bandwidth {
  const [pool] = gpuPools(report).toSorted((a, b) => b.bytes * b.percent - a.bytes * a.percent)
  if (pool === undefined) return mainMemory
  const inPool = report.gpus.filter(gpu => pool.owner.includes(gpu.name))
  const smallest = Math.min(...inPool.map(gpu => gpu.memoryBytes ?? 0)) / gibibyte
  if (inPool.some(gpu => gpu.unified)) {
    return apple.find(([pattern]) => pattern.test(pool.owner))?.[1] ?? [100, 280]
  }
  return cards.find(([gigabytes]) => smallest >= gigabytes)?.[1] ?? mainMemory
}

/** One or two figures: an expectation has no more. */
function rounded(value: number): number {
  const unit = value < 20 ? 1 : value < 100 ? 5 : 10
  return Math.max(1, Math.round(value / unit) * unit)
}

/**
 * How fast a model of that size will write here, tokens a second, before anything was measured. Writing a token reads the whole
 * model from memory once, so the bandwidth of the memory it lies in sets the speed; what kind of memory that is, is all that is known
 * of it, hence the range.
 */
export function expectedSpeed(
  report: RecommendationInput,
  { usableBytes }: Pick<ModelRecommendation, 'usableBytes'>,
  sizeBytes: number,
): NonNullable<ModelRecommendation['tokensPerSecond']> {
  const isOnGpu = gpuPools(report).some(
    ({ bytes, percent }) => Math.floor((bytes * percent) / 100) === usableBytes,
  )
  const [slow, fast] = isOnGpu ? bandwidthOf(report) : mainMemory
  const perSecond = (gigabytes: number, share: number) => rounded((gigabytes * 1e9 * share) / sizeBytes)
  return { atLeast: perSecond(slow, reached[0]), atMost: perSecond(fast, reached[1]) }
}

/** What is known of a recommended model before it is there. */
export function withExpectations(
  report: RecommendationInput,
  recommendation: ModelRecommendation,
): ModelRecommendation {
  const sizeBytes = findInCatalogue(recommendation.model)?.sizeBytes
  if (sizeBytes === undefined) return recommendation
  return {
    ...recommendation,
    sizeBytes,
    tokensPerSecond: expectedSpeed(report, recommendation, sizeBytes),
  }
}
