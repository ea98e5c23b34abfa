import type { Classification } from '../../shared/entities'

export interface ClassifierInput {
  /** The message to be answered. */
  text: string
  /** The user's earlier messages of the conversation, oldest first. */
  earlier: readonly string[]
  /** Tokens of everything that will be sent, history and system prompt included. */
  contextTokens: number
}

/** Decides how much model a turn needs. Local, deterministic, and never a network or model call. */
export interface Classifier {
  classify(input: ClassifierInput): Classification
}
