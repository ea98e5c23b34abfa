import { z } from 'zod'
import { errorShape } from '../errors'
import { tier } from './common'

export const complexityClass = z.enum(['simple', 'moderate', 'complex'])
export type ComplexityClass = z.infer<typeof complexityClass>

/** What a tier too low costs against one too high: eco keeps questions small, quality sends them up early. */
export const routePreference = z.enum(['eco', 'balanced', 'quality'])
export type RoutePreference = z.infer<typeof routePreference>

/**
 * A step of an agent's run. plan: the question and what to do about it; arguments: the next tool call is filled in from what
 * is there; synthesis: the answer is made of what the tools brought.
 */
export const agentStep = z.enum(['plan', 'arguments', 'synthesis'])
export type AgentStep = z.infer<typeof agentStep>

/** Added to the log-odds of needing more than tier 0, and of needing tier 2; above zero sends more up. */
export const routeShift = z.tuple([z.number(), z.number()])
export type RouteShift = z.infer<typeof routeShift>

/**
 * What the classifier says of one turn. `probabilities` are per tier, in tier order, calibrated, before any shift, and sum
 * to 1.
 */
export const classification = z.object({
  class: complexityClass,
  tier: tier,
  probabilities: z.tuple([z.number(), z.number(), z.number()]).optional(),
  /** How plainly hard it is put, in log-odds: high enough, it raises the tier beyond what the probabilities ask for. */
  form: z.number().optional(),
  /** Strongest first, in words a person understands. */
  reasons: z.array(z.string()),
  /** What decided beside the text, in whole sentences: images, tools, an earlier request, a step, the length. */
  gates: z.array(z.string()).default([]),
  estimatedTokens: z.number().int().nonnegative(),
  /** What the probabilities were weighed with; decisions of earlier versions do not tell. */
  preference: routePreference.optional(),
  /** What was learnt from the user, where it is not nothing. */
  shift: routeShift.optional(),
  /** Within an agent's run. */
  step: agentStep.optional(),
})
export type Classification = z.infer<typeof classification>

/** Milliseconds until a request would be done there, and what they are made of; guesses where nothing was learnt. */
export const predictedTime = z.object({
  waitMs: z.number().nonnegative(),
  loadMs: z.number().nonnegative(),
  promptMs: z.number().nonnegative(),
  writeMs: z.number().nonnegative(),
  /** Of what was measured there; false: the figures are presumed. */
  isLearnt: z.boolean(),
})
export type PredictedTime = z.infer<typeof predictedTime>

export const routeCandidate = z.object({
  node: z.string(),
  tier: tier,
  model: z.string(),
  verdict: z.enum(['chosen', 'eligible', 'rejected']),
  /** Why it was chosen, would come next, or was left out. */
  reason: z.string(),
  /** Place in the order of attempts, 0 first; null when rejected. */
  rank: z.number().int().nonnegative().nullable(),
  predicted: predictedTime.optional(),
})
export type RouteCandidate = z.infer<typeof routeCandidate>

export const routeDecision = z.object({
  classification: classification,
  /** The tier that was wanted: forced by the caller or derived from the classification. */
  wantedTier: tier,
  forced: z.enum(['none', 'tier', 'node', 'model']),
  /**
   * What left models out, in whole sentences; those of earlier versions do not tell, or complete "The model must be able
   * to …". See `gatesOf`.
   */
  requirements: z.array(z.string()).default([]),
  candidates: z.array(routeCandidate),
  /** In one line for the badge and the `x-harombe-reason` header; why nobody could answer, where nobody could. */
  reason: z.string(),
})
export type RouteDecision = z.infer<typeof routeDecision>

/** A node that failed while it was answering this query. */
export const failover = z.object({
  node: z.string(),
  tier: tier,
  stage: z.enum(['before_first_token', 'mid_answer']),
  error: errorShape,
  /** How the next node goes on after a failure in mid-answer: from the beginning, or where this one stopped. */
  mode: z.enum(['restart', 'continue']).default('restart'),
  /** With `continue`: how much of the answer this node had written, in UTF-16 units; the seam sits there. */
  keptCharacters: z.number().int().nonnegative().optional(),
})
export type Failover = z.infer<typeof failover>

/** Who answered. */
export const answeredBy = z.object({
  node: z.string(),
  tier: tier,
  model: z.string(),
  simulated: z.boolean(),
})
export type AnsweredBy = z.infer<typeof answeredBy>

export const answerMetrics = z.object({
  /** From the request to the first visible token, milliseconds. */
  ttftMs: z.number().nonnegative().nullable(),
  /** Of that, the wait for a slot or a node, and for the model to be loaded; absent where nobody knows. */
  queuedMs: z.number().nonnegative().optional(),
  loadMs: z.number().nonnegative().optional(),
  durationMs: z.number().nonnegative(),
  promptTokens: z.number().int().nonnegative().nullable(),
  tokens: z.number().int().nonnegative(),
  tokenSource: z.enum(['reported', 'estimated']),
  tokensPerSecond: z.number().nonnegative().nullable(),
})
export type AnswerMetrics = z.infer<typeof answerMetrics>
