import { z } from 'zod'
import type { HarombeError } from '../../shared/errors'
import { isRecord } from '../../shared/record'
import type { InferenceRequest, TokenConfidence, Usage } from './protocol'

/** One in five. */
const lowLogarithm = Math.log(0.2)
/** vLLM writes -9999 for what was impossible: one such token must not be all that counts. */
const leastLogarithm = -20

/** Adds up how sure a model was, in the same space however long the answer. */
export interface ConfidenceMeter {
  /** The tokens of one part, as OpenAI and Ollama both write them: `[{logprob}]`. Anything else counts for nothing. */
  take(tokens: unknown): void
  /** Undefined as long as nothing was told. */
  read(): TokenConfidence | undefined
}

export function createConfidenceMeter(): ConfidenceMeter {
  const total: TokenConfidence = { tokens: 0, sum: 0, low: 0, minimum: 0 }
  return {
    take(tokens) {
      if (!Array.isArray(tokens)) return
      for (const token of tokens) {
        const told: unknown = isRecord(token) ? token.logprob : null
        if (typeof told !== 'number' || Number.isNaN(told)) continue
        const logarithm = Math.min(0, Math.max(leastLogarithm, told))
        total.tokens += 1
        total.sum += logarithm
        total.minimum = Math.min(total.minimum, logarithm)
        if (logarithm < lowLogarithm) total.low += 1
      }
    },
    read: () => (total.tokens === 0 ? undefined : { ...total }),
  }
}

/** Null where nobody wants to know. */
export const meterFor = ({ watchConfidence }: InferenceRequest): ConfidenceMeter | null =>
  watchConfidence === true ? createConfidenceMeter() : null

/** What is told of an answer, with how sure its model was; null for nothing. */
export function withConfidence(usage: Usage | null, meter: ConfidenceMeter | null): Usage | null {
  const confidence = meter?.read()
  if (confidence === undefined) return usage
  return { promptTokens: null, completionTokens: null, ...usage, confidence }
}

const told = z
  .object({
    tokens: z.number().int().positive().max(1e8),
    sum: z.number().max(0).min(-1e10),
    low: z.number().int().nonnegative(),
    minimum: z.number().max(0).min(leastLogarithm),
  })
  .refine(({ tokens, low }) => low <= tokens)

/** As another harombe tells it; undefined for what cannot be it. */
export const confidenceOf = (value: unknown): TokenConfidence | undefined => told.safeParse(value).data

/** Whether a server is asked for probabilities: not again once it has refused a question because of them. */
export interface ConfidenceHabit {
  isAsked(request: InferenceRequest): boolean
  /** Learns from a refusal. True when the question comes out differently now. */
  learn(refusal: HarombeError, request: InferenceRequest): boolean
}

/** Refused for its form, by servers that do not say for what. */
const unreadable: readonly unknown[] = [400, 422]

export function createConfidenceHabit(): ConfidenceHabit {
  let isRefused = false
  const without = new WeakSet<InferenceRequest>()
  const isAsked = (request: InferenceRequest): boolean =>
    request.watchConfidence === true && !isRefused && !without.has(request)
  return {
    isAsked,
    learn(refusal, request) {
      if (refusal.code !== 'NODE_REFUSED' || !isAsked(request)) return false
      const isNamed = /log_?prob/i.test(refusal.message)
      if (isNamed) isRefused = true
      // Nobody asked for it but we: the question must not fail for it, whatever the server dislikes.
      else if (unreadable.includes(refusal.data?.status)) without.add(request)
      return !isAsked(request)
    },
  }
}
