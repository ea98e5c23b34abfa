import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Hold, ModelSpec, ModelStore, StoredModel } from './model-store'
import { countPrompt, lastAsked } from './plan-answer'
import type { Question } from './question'
import type { Refusal, Refusals } from './refusal'
import { type AnswerEncoder, breakOff, type Outcome, refuse, speak } from './speak'
import type { SimulatedBehaviour, SimulatedEnd, SimulatedFailure, SimulatedStats } from './types'

/** One request and the server it came to. */
export interface Service {
  store: ModelStore
  refusals: Refusals
  counts: SimulatedStats
  behaviour: SimulatedBehaviour
  response: ServerResponse
  /** The client or the server is gone. */
  signal: AbortSignal
  /** Resolves once the server is no longer loading, by its behaviour of now. @throws AbortError */
  whenReady(): Promise<void>
  /** How answers that had begun before are to break now; null: they go on. */
  interruption(): SimulatedFailure | null
  onEnded(ended: SimulatedEnd): void
}

export interface Wanted {
  context?: number | undefined
  /** Milliseconds. */
  keepAlive: number
}

/**
 * Takes a request in: within the slots, with the model in memory. The work says how it ended; null when it was refused.
 */
export async function admit(
  service: Service,
  model: StoredModel,
  wanted: Wanted,
  work: (hold: Hold) => Promise<Outcome | null>,
): Promise<void> {
  const { behaviour, counts, refusals, response, signal } = service
  if (behaviour.status !== null) {
    counts.failed++
    if (behaviour.status === 429 || behaviour.status === 503) {
      response.setHeader('retry-after', String(behaviour.retryAfter))
    }
    return refuse(response, refusals.error(behaviour.status, 'simulated failure'))
  }
  if (behaviour.isLoading && typeof refusals.loading === 'object') return refuse(response, refusals.loading)
  if (counts.active >= behaviour.slots) {
    counts.rejected++
    response.setHeader('retry-after', String(behaviour.retryAfter))
    return refuse(response, refusals.busy(behaviour.busyStatus))
  }
  counts.active++
  let hold: Hold | null = null
  try {
    if (behaviour.isLoading && refusals.loading === 'silent') await service.whenReady()
    if (behaviour.loadFailure !== null && model.loaded === null) {
      refuse(response, refusals.error(500, behaviour.loadFailure))
      return
    }
    hold = await service.store.hold(model, wanted, behaviour.loadMs, signal)
    const outcome = await work(hold)
    if (outcome !== null) counts[outcome]++
  } catch (error) {
    if (!signal.aborted) throw error
    counts.cancelled++
  } finally {
    hold?.release()
    counts.active--
  }
}

/** The question as this model takes it, or the server's no. */
export function judge(
  question: Question,
  { name, capabilities }: ModelSpec,
  refusals: Refusals,
  behaviour: SimulatedBehaviour,
): { question: Question } | { refusal: Refusal } {
  const can = (capability: ModelSpec['capabilities'][number]): boolean => capabilities.includes(capability)
  const hasImages = question.messages.some(({ images }) => images.length > 0)
  const reasoning = question.reasoning ?? can('thinking')
  const lacks: (Refusal | null)[] = [
    can('completion') ? null : question.raw === null ? refusals.noChat(name) : refusals.noCompletion(name),
    question.raw !== null && question.raw.suffix !== '' && !can('insert') ? refusals.noSuffix(name) : null,
    question.tools.length > 0 && !can('tools') ? refusals.noTools(name) : null,
    hasImages && !can('vision') ? refusals.noVision(name) : null,
    question.reasoning === true && !can('thinking') ? refusals.noReasoning(name) : null,
  ]
  const refusal = lacks.find(lack => lack !== null)
  if (refusal !== undefined && refusal !== null) return { refusal }
  return {
    question: {
      ...question,
      model: name,
      tools: can('tools') ? question.tools : [],
      messages: can('vision') ? question.messages : question.messages.map(m => ({ ...m, images: [] })),
      reasoning: question.raw === null && (behaviour.reasons || (reasoning && can('thinking'))),
    },
  }
}

/** Leaves out the oldest messages but the instructions until the rest fits, as Ollama does unasked. */
function truncated(question: Question, context: number): Question {
  let kept = question
  while (countPrompt(kept) >= context) {
    const oldest = kept.messages.findIndex(({ role }) => role !== 'system')
    if (oldest === -1 || oldest === kept.messages.length - 1) break
    kept = { ...kept, messages: kept.messages.filter((_, index) => index !== oldest) }
  }
  return kept
}

export interface Answering {
  question: Question
  encoder: AnswerEncoder
  wanted: Wanted
  truncates: boolean
  /** vLLM refuses what could not be answered as long as was asked for; the others stop at the end of the context. */
  reserves: boolean
}

/** Answers a question with this model, or refuses to. */
export async function serveQuestion(
  service: Service,
  model: StoredModel,
  { question, encoder, wanted, truncates, reserves }: Answering,
): Promise<void> {
  const { behaviour, counts, refusals, response, signal } = service
  const judged = judge(question, model.spec, refusals, behaviour)
  if ('refusal' in judged) return refuse(response, judged.refusal)
  let outcome = 'refused' as SimulatedEnd['outcome']
  await admit(service, model, wanted, async ({ context, loadedIn }) => {
    outcome = 'failed'
    const asked = truncates ? truncated(judged.question, context) : judged.question
    const promptTokens = countPrompt(asked)
    const { maxTokens, stream } = asked
    if (promptTokens + (reserves ? (maxTokens ?? 0) : 0) >= context) {
      outcome = 'refused'
      refuse(response, refusals.tooLong({ promptTokens, maxTokens, context, stream }))
      return null
    }
    const limited = { ...asked, maxTokens: Math.min(maxTokens ?? Infinity, context - promptTokens) }
    const spoken = await speak({
      response,
      question: limited,
      encoder,
      behaviour,
      loadedIn,
      signal,
      onTokens: sent => {
        counts.tokens += sent
      },
      interruption: service.interruption,
    })
    outcome = spoken
    return spoken
  })
  const prompt = question.raw?.text ?? lastAsked(question)?.content ?? ''
  service.onEnded({ prompt, outcome: signal.aborted && outcome !== 'completed' ? 'cancelled' : outcome })
}

export interface Embedding {
  inputs: readonly string[]
  wanted: Wanted
  /** What is longer than the context is cut instead of refused. */
  truncates: boolean
  /** @param promptTokens of all inputs */
  write(promptTokens: number, loadedIn: number): void
}

/** Makes embeddings with this model, or refuses to. */
export async function serveEmbedding(
  service: Service,
  model: StoredModel,
  { inputs, wanted, truncates, write }: Embedding,
): Promise<void> {
  const { behaviour, refusals, response, signal } = service
  if (!model.spec.capabilities.includes('embedding')) {
    return refuse(response, refusals.noEmbeddings(model.spec.name))
  }
  await admit(service, model, wanted, async ({ context, loadedIn }) => {
    const tokens = inputs.map(text => Math.ceil(text.length / 4))
    const longest = Math.max(0, ...tokens)
    if (longest > context && !truncates) {
      refuse(response, refusals.tooLong({ promptTokens: longest, maxTokens: null, context, stream: false }))
      return null
    }
    await sleep(behaviour.ttftMs, undefined, { signal })
    if (behaviour.failAfterTokens !== null) {
      const encoder = {
        contentType: 'application/json',
        failure: () => '',
        garbage: () => '<html>simulated nonsense</html>',
        error: refusals.error,
      }
      return await breakOff(response, encoder, behaviour, signal)
    }
    write(
      tokens.reduce((sum, count) => sum + Math.min(count, context), 0),
      loadedIn,
    )
    return 'completed'
  })
}
