import type { ClusterExecutor } from '../../coordination/types'
import type { Recall, RecallHit, RecallQuery } from './types'

/** An answer waits so long for what is looked up for it. */
export const lookUpMs = 300
/** Of a question: more of it makes the vector no better. */
const questionCharacters = 2_000

export interface LookUpOptions {
  recall: Recall
  cluster: Pick<ClusterExecutor, 'embed'>
  /** auto, off, or the name of a model. */
  embeddingModel(): string
  /** Of the pieces there are; null: none has a vector. */
  indexedModel(): string | null
  /** A question was embedded with this model. */
  embeddedWith(model: string): void
  /** Runs `task` once after `ms`; the returned function takes it back. */
  after(ms: number, task: () => void): () => void
}

/** Looks things up for one answer. What is not found within the time is left out; nothing here rejects but for the signal. */
export interface LookUp {
  search(query: Omit<RecallQuery, 'text' | 'embedding'>): Promise<readonly RecallHit[]>
  /** Takes the timer back. */
  end(): void
}

const nothing: readonly RecallHit[] = []

export function openLookUp(options: LookUpOptions, question: string, signal: AbortSignal): LookUp {
  const { recall, cluster, after } = options
  const text = question.slice(0, questionCharacters)
  const late = new AbortController()
  const forget = after(lookUpMs, () => late.abort())
  const inTime = AbortSignal.any([signal, late.signal])
  const untilLate = new Promise<null>(resolve => {
    if (inTime.aborted) resolve(null)
    inTime.addEventListener('abort', () => resolve(null), { once: true })
  })
  let embedding: Promise<RecallQuery['embedding']> | null = null

  async function embed(): Promise<RecallQuery['embedding']> {
    const model = options.indexedModel()
    const wanted = options.embeddingModel()
    if (model === null || wanted === 'off' || text.trim() === '') return undefined
    const result = await cluster.embed(
      {
        inputs: [text],
        target: wanted === 'auto' ? { tier: 'auto' } : { tier: 'auto', model: wanted },
        origin: 'chat',
        client: 'memory',
        maxWaitMs: 0,
        isAside: true,
      },
      inTime,
    )
    options.embeddedWith(result.model)
    const [vector] = result.vectors
    return vector === undefined ? undefined : { model: result.model, vector }
  }

  async function find(query: Omit<RecallQuery, 'text' | 'embedding'>): Promise<readonly RecallHit[]> {
    // The words are searched for at once; when the vector comes in time, both are.
    const byWords = recall.search({ ...query, text }, inTime).catch(() => nothing)
    embedding ??= embed().catch(() => undefined)
    const withMeaning = embedding.then(async found =>
      found === undefined ? null : await recall.search({ ...query, text, embedding: found }, inTime),
    )
    let words = nothing
    const wordsFound = byWords.then(found => {
      words = found
    })
    const best = await Promise.race([withMeaning.catch(() => null), untilLate])
    if (best !== null) return best
    // The words may have been found while the vector was waited for in vain.
    await Promise.race([wordsFound, untilLate])
    return words
  }

  return {
    async search(query) {
      const found = await find(query)
      signal.throwIfAborted()
      return found
    },
    end: forget,
  }
}
