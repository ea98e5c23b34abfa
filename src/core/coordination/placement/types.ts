import type { ComplexityClass, PredictedTime, Tier } from '../../../shared/entities'
import type { ExecutionRequest } from '../types'

/** How fast one model on one node is, of what was measured there and, for what was not, of what is usual. */
export interface Pace {
  /** Milliseconds from sending to the first token with the model loaded and nothing to read. */
  ttftMs: number
  promptTokensPerSecond: number
  /** Of one answer with the node to itself. */
  tokensPerSecond: number
  loadMs: number
  /** Tokens of a usual answer to a question of that class. */
  answerTokens: Readonly<Record<ComplexityClass, number>>
  /** Answers it was learnt from; old ones count for less, so that it falls while nothing is seen. */
  samples: number
  /** Enough was seen there to go by; false: presumed for the most part. */
  isLearnt: boolean
  /** Something was seen in the last minutes. */
  isFresh: boolean
}

/** What one answer, or the beginning of one, tells of the pace. */
export interface PaceSample {
  /** Milliseconds from sending to the first token; null when there was none. */
  ttftMs: number | null
  /** Tokens it read for that, those it still had in its cache aside. */
  promptTokens: number
  tokensPerSecond: number | null
  /** Of a complete answer; null of one that was cut off. */
  answerTokens: number | null
  class: ComplexityClass
  /** The model was not in memory: the time to the first token was mostly loading it. */
  wasCold: boolean
  /** Requests beside this one on its slots, 0–1. */
  load: number
}

/** The paces of one node. Cheap: asked for every candidate of every decision. */
export interface PaceLookup {
  of(model: string): Pace
}

/** What a choice needs to know of a node that no server tells: how it did, and what it was given. Of this moment. */
export interface NodePlacement {
  readonly paces: PaceLookup
  /** Milliseconds until a slot of it is free, as far as its running requests can be foreseen; null when they cannot. */
  readonly waitMs: number | null
  /** Of the last hundred or so requests of its tier, the later ones counting for more, how many it got. */
  readonly recentRequests: number
  /** Requests of its tier since it last got one. */
  readonly passedOver: number
  /** Of its models, those that somebody asked it for by name in the last minutes. */
  readonly inDemand: readonly string[]
}

export interface ChosenNode {
  node: string
  tier: Tier
  model: string
  /** Its context window there, tokens; null when nobody knows. */
  contextLength: number | null
  /** Everything the request needs of the model is known to be there. */
  isSure: boolean
  /** Something the request cannot do without is not known to be there. */
  isGuess: boolean
}

/** A node that can be asked, and when it would be done. */
export interface Ranked extends ChosenNode {
  /** It has a slot to spare, and its breaker lets a request through; else the request must wait for it. */
  isFree: boolean
  predicted: PredictedTime
}

/** What nodes still hold in memory of a request, by the name of the node. */
export interface RequestAffinity {
  /** Tokens at the beginning of the prompt that the node read before and has kept, with which model. */
  cached: ReadonlyMap<string, { model: string; tokens: number }>
  /** The node that answered this conversation last. */
  conversationNode: string | undefined
  /** Of a loop of tool calls, the node that ran the step before, as far as anybody can tell. */
  loop?: LoopAffinity | undefined
  /** What its loop is remembered by. */
  loopMark?: LoopMark | undefined
  /** What it is remembered by once it was answered. */
  mark: PromptMark
  conversation: string | undefined
}

/** A loop of tool calls as it is remembered. */
export interface KeptLoop {
  node: string
  /** The round in which the loop came to the node; null: it began there. */
  movedAt: number | null
}

/** How a request is found again as the step before. */
export interface LoopMark {
  key: string
  /** Answers with calls since the user spoke. */
  rounds: number
  before: KeptLoop | undefined
}

export interface LoopAffinity {
  node: string
  /** Steps since the loop came to it; null: it began there, or nobody knows. */
  sinceMove: number | null
}

/** The beginnings of a prompt, each up to the end of one of its messages, shortest first. `length` in characters. */
export type PromptMark = readonly { hash: number; length: number }[]

/** A request that was given to a node. Exactly one of the two is called, once; later calls do nothing. */
export interface PlacedWork {
  /** Tokens it probably still had to read there: to be given back in the sample. */
  readonly promptTokens: number
  /** See `PaceSample.load`. */
  readonly load: number
  /** It ended, or broke off after it had begun to answer. `isKept`: the server has the prompt in its cache now. */
  ended(sample: PaceSample, isKept: boolean): void
  /** It says nothing of the node's pace. */
  abandoned(): void
}

/** What a request is recognized by when its next turn comes. */
export type RememberedRequest = Pick<
  ExecutionRequest,
  'messages' | 'prompt' | 'conversation' | 'client' | 'tools'
>
