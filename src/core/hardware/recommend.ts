import type { Gpu, HardwareReport, ModelRecommendation } from '../../shared/entities'
import { bytesPerGigabyte, type ModelFamily, qwen25, smallestGpuBytes, usablePercent } from './model-table'

export type RecommendationInput = Pick<HardwareReport, 'platform' | 'arch' | 'memoryBytes' | 'gpus'>

/** One memory that a single model can lie in. */
export interface Pool {
  bytes: number
  percent: number
  /** What has that memory, as the subject of a sentence. */
  owner: string
}

/**
 * The model of a family that suits a machine, by the memory it may use. Several GPUs of one vendor count together, since
 * Ollama and llama.cpp spread a model over them; GPUs of different vendors do not. A machine without a GPU, or with one
 * that could hold the smallest model only, is judged by its main memory.
 */
export function recommendModel(
  report: RecommendationInput,
  family: ModelFamily = qwen25,
): ModelRecommendation {
  const pool = gpuPools(report).toSorted((a, b) => usableBytes(b) - usableBytes(a))[0]
  const smallest = family.choices.at(-1)?.model
  if (pool !== undefined) {
    const model = largestFitting(family, usableBytes(pool))
    if (model !== smallest) return { model, usableBytes: usableBytes(pool), reason: gpuReason(pool, model) }
  }
  return withoutGpu(report, family, pool)
}

function withoutGpu(report: RecommendationInput, family: ModelFamily, tooSmall: Pool | undefined) {
  const pool = { bytes: report.memoryBytes, percent: usablePercent.withoutGpu, owner: 'This machine' }
  const roomFor = largestFitting(family, usableBytes(pool))
  const model = atMost(family, family.largestWithoutGpu, roomFor)
  const why = [
    tooSmall === undefined
      ? 'No GPU that a model can use was found, so the processor does the work'
      : `${tooSmall.owner} has only ${gigabytes(tooSmall.bytes)}, so the processor does the work`,
    roomFor === model
      ? `half of the ${gigabytes(report.memoryBytes)} of main memory is room for ${model}`
      : `${model} is the largest that still answers quickly there, though main memory has room for more`,
  ]
  return { model, usableBytes: usableBytes(pool), reason: `${why.join('; ')}.` }
}

/** Memories that a model could lie in as a whole, one for each vendor's cards and one for a memory shared with the system. */
export function gpuPools({ platform, arch, gpus }: RecommendationInput): Pool[] {
  // Ollama and llama.cpp use the processor alone on Intel Macs, whatever card is in them.
  const countable = gpus.filter(gpu => platform !== 'darwin' || arch !== 'x64' || gpu.unified)
  const unified = countable
    .filter(gpu => gpu.unified)
    .map(gpu => ({ bytes: gpu.memoryBytes ?? 0, percent: usablePercent.unified, owner: gpu.name }))
  const dedicated = countable.filter(
    gpu => !gpu.unified && gpu.vendor !== 'other' && (gpu.memoryBytes ?? 0) >= smallestGpuBytes,
  )
  const byVendor = [...Map.groupBy(dedicated, gpu => gpu.vendor).values()].map(cards => ({
    bytes: cards.reduce((sum, gpu) => sum + (gpu.memoryBytes ?? 0), 0),
    percent: usablePercent.dedicated,
    owner: nameCards(cards),
  }))
  return [...unified, ...byVendor]
}

function nameCards(cards: readonly Gpu[]): string {
  const counts = Map.groupBy(cards, ({ name }) => name)
  return [...counts].map(([name, same]) => (same.length > 1 ? `${same.length} × ${name}` : name)).join(' + ')
}

/** Whole numbers throughout: 0.85 has no exact binary form, and a threshold must not hang on that. */
function usableBytes({ bytes, percent }: Pool): number {
  return Math.floor((bytes * percent) / 100)
}

function largestFitting({ choices }: ModelFamily, bytes: number): string {
  const fitting = choices.find(choice => bytes >= choice.minimumUsableGigabytes * bytesPerGigabyte)
  return (fitting ?? choices.at(-1))?.model ?? ''
}

/** The model itself or, if that is larger than the limit, the limit. */
function atMost({ choices }: ModelFamily, limit: string, model: string): string {
  const place = (name: string) => choices.findIndex(choice => choice.model === name)
  return place(model) < place(limit) ? limit : model
}

function gpuReason(pool: Pool, model: string): string {
  const memory = pool.percent === usablePercent.unified ? 'memory shared with the system' : 'video memory'
  return `${pool.owner} has ${gigabytes(pool.bytes)} of ${memory}; the ${pool.percent} % of it that a model may use has room for ${model}.`
}

function gigabytes(bytes: number): string {
  return `${Number((bytes / bytesPerGigabyte).toFixed(1))} GB`
}
