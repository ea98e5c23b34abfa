import type { Message } from '../../../shared/entities'

/** All of an answer that a message keeps. */
export type FinishedAnswer = Pick<
  Message,
  'content' | 'reasoning' | 'route' | 'answeredBy' | 'metrics' | 'failovers' | 'steps' | 'limit' | 'sources'
>

export interface FinishedExchanges {
  /** @returns an id that nobody can guess */
  keep(answer: FinishedAnswer): string
  /** Null for one that was never given, or that later ones took the place of. */
  find(id: string): FinishedAnswer | null
}

const mostAnswers = 500
const mostCharacters = 16_000_000

/**
 * Answers that were not kept, in memory, the newest of them: so that who wants one kept later needs only name it, and cannot say that
 * a tool was called or allowed that never was.
 */
export function createFinishedExchanges(createId: () => string): FinishedExchanges {
  const answers = new Map<string, { answer: FinishedAnswer; characters: number }>()
  let characters = 0
  return {
    keep(answer) {
      const id = createId()
      const size = JSON.stringify(answer).length
      answers.set(id, { answer, characters: size })
      characters += size
      for (const [oldest, each] of answers) {
        if (answers.size <= mostAnswers && characters <= mostCharacters) break
        answers.delete(oldest)
        characters -= each.characters
      }
      return id
    },
    find: id => answers.get(id)?.answer ?? null,
  }
}
