import type { FitEstimate, LoadedModel, ModelArchitecture } from '../../shared/entities'
import { sizeText } from '../../shared/sizes'
import type { Room } from './model-room'
import { bytesPerGigabyte } from './model-table'

export interface FitQuestion {
  /** Who is asked about, as the subject of a sentence. */
  node: string
  model: {
    /** On disk, which is what the weights take in memory as well; null when nobody says. */
    sizeBytes: number | null
    /** Null when nobody says: the cache is guessed from the weights then. */
    architecture: ModelArchitecture | null
    /** False for models that keep none, such as those that only make embeddings. */
    hasCache?: boolean | undefined
  }
  /** Tokens. */
  contextLength: number
  room: Room
  /** Bytes in use over bytes estimated, as it was seen before; null when it was not. */
  correction: number | null
  /** The model as it is in that node's memory now; null when it is not, or the node does not tell. */
  loaded: LoadedModel | null
}

/** Values are kept as 16-bit numbers unless somebody changed that (llama.cpp's `--cache-type-k`, Ollama's OLLAMA_KV_CACHE_TYPE). */
const bytesPerValue = 2

/**
 * Without the architecture: a quarter of the weights for every 8,192 tokens. Models of 7 to 70 billion parameters at four
 * bits need 6 to 24 %, smaller ones up to half.
 */
const guessedShare = { ofWeights: 0.25, perTokens: 8192 }

/** Buffers of a computation and what a driver takes for itself: about a quarter of a GiB and 6 % of the weights. */
const overhead = { bytes: bytesPerGigabyte / 4, ofWeights: 0.06 }

/** What was seen may be wrong as well: a model counted twice, a server that leaves things out. */
export const correctionBounds = { least: 0.5, most: 4 } as const

/**
 * Bytes of the KV cache for one sequence: for each layer and token the keys and values of every KV head,
 * `layers × kvHeads × (keyLength + valueLength) × 2 bytes × tokens`. It is llama.cpp's own sum (`n_embd_k_gqa + n_embd_v_gqa`
 * values of a cell, in llama-kv-cache) for full attention. Models with sliding windows or recurrent layers keep less;
 * for those the correction learnt from what is seen in use makes up.
 */
export function keyValueBytes(architecture: ModelArchitecture, contextLength: number): number {
  const { layers, keyValueHeads, keyLength, valueLength } = architecture
  return layers * keyValueHeads * (keyLength + valueLength) * bytesPerValue * contextLength
}

export interface Need {
  weightsBytes: number
  keyValueBytes: number
  /** With everything else it takes. */
  totalBytes: number
  /** The cache follows from the architecture, it was not guessed. */
  isComputed: boolean
}

/** What a model takes in memory by arithmetic alone. */
export function estimateNeed(
  model: FitQuestion['model'] & { sizeBytes: number },
  contextLength: number,
): Need {
  const { sizeBytes, architecture, hasCache = true } = model
  const guessed = (sizeBytes * guessedShare.ofWeights * contextLength) / guessedShare.perTokens
  const cache = hasCache
    ? Math.round(architecture === null ? guessed : keyValueBytes(architecture, contextLength))
    : 0
  const rest = Math.round(overhead.bytes + sizeBytes * overhead.ofWeights)
  return {
    weightsBytes: sizeBytes,
    keyValueBytes: cache,
    totalBytes: sizeBytes + cache + rest,
    isComputed: architecture !== null || !hasCache,
  }
}

/** How far an estimate was off, within bounds; null when what was seen says nothing. */
export function correctionFrom(seenBytes: number, estimatedBytes: number): number | null {
  if (!(seenBytes > 0) || !(estimatedBytes > 0)) return null
  return Math.min(correctionBounds.most, Math.max(correctionBounds.least, seenBytes / estimatedBytes))
}

type Verdict = FitEstimate['verdict']

/** Where it would lie, from what is surely there and what is at most. `null` for what it cannot be told. */
function place(total: number, { gpu, all }: Room): Verdict {
  if (total <= gpu.atLeast) return 'gpu'
  if (all.atMost !== null && total > all.atMost) return 'too_large'
  if (total > all.atLeast) return 'unknown'
  if (gpu.atMost === 0) return 'memory'
  // More than the GPU can hold, or nobody knows how much that is: the rest lies in main memory either way.
  return gpu.atMost !== null && total > gpu.atMost ? 'partly_gpu' : 'memory'
}

interface InUse {
  sizeBytes: number
  vramBytes: number | null
  contextLength: number
}

function inUse(loaded: LoadedModel | null): InUse | null {
  const { sizeBytes = null, vramBytes = null, contextLength = null } = loaded ?? {}
  if (sizeBytes === null || sizeBytes === 0 || contextLength === null) return null
  return { sizeBytes, vramBytes, contextLength }
}

/** What it takes now bounds what it would take: a longer context never needs less, nor a shorter one more. */
function consistent(estimated: number, contextLength: number, seen: InUse): number {
  if (contextLength === seen.contextLength) return seen.sizeBytes
  return contextLength > seen.contextLength
    ? Math.max(estimated, seen.sizeBytes)
    : Math.min(estimated, seen.sizeBytes)
}

function observedVerdict({ sizeBytes, vramBytes }: InUse): Verdict | null {
  if (vramBytes === null) return null
  if (vramBytes >= sizeBytes) return 'gpu'
  return vramBytes === 0 ? 'memory' : 'partly_gpu'
}

function explain(verdict: Verdict, need: string, { node, room }: FitQuestion): string {
  const gpu = sizeText(room.gpu.atLeast)
  const all = room.all.atMost ?? room.all.atLeast
  switch (verdict) {
    case 'gpu':
      return `${need}, which fits the ${gpu} that ${node} has for models on its GPU.`
    case 'partly_gpu':
      return `${need}, more than the GPU of ${node} holds; the rest runs from main memory, several times slower.`
    case 'memory':
      return room.gpu.atMost === 0
        ? `${need}, which fits the main memory of ${node}; without a GPU for it, it runs slowly.`
        : `${need}, which fits the main memory of ${node}; how much of it the GPU holds is not known.`
    case 'too_large':
      return `${need}, more than the ${sizeText(all)} that ${node} has for models.`
    case 'unknown':
      return `${need}; nobody knows how much memory ${node} has for models.`
  }
}

const grouped = new Intl.NumberFormat('en-US')
const tokens = (count: number) => grouped.format(count)

/**
 * Whether a model fits a node at a context length. Pure and total: never NaN, never less for a longer context. What was
 * seen in use wins over arithmetic, and the estimate says so.
 */
export function estimateFit(question: FitQuestion): FitEstimate {
  const { model, contextLength, room, correction, loaded, node } = question
  const shown = {
    usableVramBytes: room.gpuKnown,
    usableMemoryBytes: room.memoryKnown,
    contextLength,
  }
  const { sizeBytes } = model
  if (sizeBytes === null || !(sizeBytes > 0)) {
    return {
      ...shown,
      verdict: 'unknown',
      weightsBytes: 0,
      keyValueBytes: 0,
      totalBytes: 0,
      corrected: false,
      reason: `${node} does not say how large the model is.`,
    }
  }
  const need = estimateNeed({ ...model, sizeBytes }, contextLength)
  const seen = inUse(loaded)
  const corrected = seen !== null || correction !== null
  const estimated = Math.round(need.totalBytes * (correction ?? 1))
  const totalBytes = seen === null ? estimated : consistent(estimated, contextLength, seen)
  const isAsSeen = seen !== null && seen.contextLength === contextLength
  const verdict = (isAsSeen ? observedVerdict(seen) : null) ?? place(totalBytes, room)
  const how = isAsSeen ? 'takes' : corrected ? 'takes, by what was seen in use, about' : 'takes about'
  const amount = `It ${how} ${sizeText(totalBytes)} with a context of ${tokens(contextLength)} tokens`
  return {
    ...shown,
    verdict,
    weightsBytes: need.weightsBytes,
    keyValueBytes: need.keyValueBytes,
    totalBytes,
    corrected,
    reason: explain(verdict, amount, question),
  }
}
