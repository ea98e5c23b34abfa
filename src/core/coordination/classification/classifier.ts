import type { AgentStep, Classification, RoutePreference, RouteShift } from '../../../shared/entities'
import type { ChatMessage, ToolChoice, ToolDefinition } from '../../inference/protocol'

/** How the probabilities are weighed: the user's setting, and what was learnt from the user. */
export interface OperatingPoint {
  preference: RoutePreference
  shift: RouteShift
}

export const neutralOperatingPoint: OperatingPoint = { preference: 'balanced', shift: [0, 0] }

export interface ClassifierInput {
  /** The conversation as it will be sent, oldest first; a raw prompt is one message of the user. */
  messages: readonly ChatMessage[]
  /** The tools that are offered with it. */
  tools: readonly ToolDefinition[]
  /** They are there for every question: that they are many makes none of them harder. */
  toolsAreStanding?: boolean | undefined
  /** Tokens of everything that will be sent, history and system prompt included. */
  contextTokens: number
  toolChoice?: ToolChoice | undefined
  /** Tokens the caller lets the answer have; 0 or absent for no bound. */
  answerTokens?: number | undefined
  /** The answer has to keep to a JSON Schema. */
  hasSchema?: boolean | undefined
  /** Within an agent's run, where the agent says so; else it is told from the messages. */
  step?: AgentStep | undefined
  operatingPoint: OperatingPoint
}

/** Decides how much model a turn needs. Local, deterministic, and never a network or model call. */
export interface Classifier {
  classify(input: ClassifierInput): Classification
}

/** A thing seen in a text that speaks for a larger or a smaller model. */
export interface Evidence {
  /** In words a person understands, to stand after "because": "it asks for a proof". */
  words: string
  /** Log-odds it adds; below zero speaks for a smaller model. */
  weight: number
}

/** How much model one text needs, whatever surrounds it. */
export interface TextJudgement {
  /** Calibrated; of needing tier 0, 1 and 2; sums to 1. */
  probabilities: readonly [number, number, number]
  /**
   * How plainly hard it is in its form, in log-odds: above 0, it is put as hard work is put, whatever the outcomes of like
   * texts. Absent where it is not known.
   */
  form?: number | undefined
  /** Strongest first. */
  evidence: readonly Evidence[]
}

/** The trained part: text in, probabilities out. Pure; at most 0.3 ms for 2,000 characters and 2 ms for 100,000. */
export interface TextJudge {
  judge(text: string): TextJudgement
}
