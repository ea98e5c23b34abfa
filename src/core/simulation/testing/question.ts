import type { Question } from '../question'

/** A plain question for text, streamed, that sets no limits; nothing is said in it yet. */
export function question(changes: Partial<Question> = {}): Question {
  return {
    model: 'm',
    messages: [],
    raw: null,
    continues: false,
    tools: [],
    toolChoice: 'auto',
    isParallel: true,
    format: 'text',
    reasoning: false,
    stream: true,
    maxTokens: null,
    stop: [],
    ...changes,
  }
}
