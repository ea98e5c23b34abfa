import type { Classification, Tier } from '../../../shared/entities'
import type { FinishReason, TokenConfidence } from '../../inference/protocol'

export type SignalKind =
  | 'cut_off'
  | 'empty'
  | 'declined'
  | 'unsure'
  | 'repetition'
  | 'broken_json'
  | 'tool_markup'
  | 'garbled'
  | 'open_code'
  | 'other_language'
  | 'short'
  | 'improbable'
  | 'borderline'
  | 'fell_back'
  | 'rating'

/** A thing seen in an answer that speaks for asking a larger node. */
export interface Signal {
  kind: SignalKind
  /** How likely the answer falls short, judged by this alone; 0–1. */
  weight: number
  /** What a person is told, to stand after "because": "it was cut off". */
  words: string
}

/** A finished answer, and what is known of how it came about. */
export interface FinishedAnswer {
  /** The user's last message. */
  question: string
  content: string
  /** A reasoning model: the probabilities of its tokens are those of its thoughts too, where the server does not part them. */
  hasReasoned: boolean
  finish: FinishReason
  confidence?: TokenConfidence | undefined
  /** Calls of tools that nobody offered. */
  unknownToolCalls?: number | undefined
  classification: Classification
  /** The tier that was wanted, and the one that answered. */
  wantedTier: Tier
  answeredTier: Tier
}

/** What the user allows. */
export interface EscalationPolicy {
  mode: 'off' | 'offer' | 'auto'
  /** Answers that may still be made again by themselves within the hour. */
  remaining: number
}

/** A tier above the answer's that has a usable node for the conversation. */
export interface LargerTier {
  tier: Tier
  /** A node of it has a free slot now. */
  isFree: boolean
}

export interface EscalationSurroundings {
  answeredTier: Tier
  /** The user insisted on this tier, node or model. */
  isForced: boolean
  /** The answer was itself made to better another. */
  isEscalation: boolean
  /** Of needing tier 2; null when nobody knows. */
  largestProbability: number | null
  larger: readonly LargerTier[]
}

export type EscalationVerdict =
  | { action: 'none'; tier: null; reasons: readonly string[] }
  | { action: 'offer' | 'make'; tier: Tier; reasons: readonly string[] }
