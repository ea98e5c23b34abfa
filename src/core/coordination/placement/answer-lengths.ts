import type { ComplexityClass } from '../../../shared/entities'
import { plainName } from '../same-model'
import { quantile } from './learn-pace'
import { usualAnswer } from './presumed-pace'

type Lengths = Record<ComplexityClass, number>

/** The last ones tell. */
const mostLengths = 48
/** What others write counts as much as so many answers of the model's own. */
const presumedAnswers = 2
const mostModels = 1000

/**
 * How long answers are, by model and class of question: of all nodes together. It is the model and the question that make an
 * answer long; counted by node, one that happened to get the short questions would seem the quicker machine.
 */
export interface AnswerLengths {
  /** The same object at every call; its figures follow what is added. */
  of(model: string): Readonly<Lengths>
  add(model: string, asked: ComplexityClass, tokens: number): void
}

interface Kept {
  seen: Record<ComplexityClass, number[]>
  lengths: Lengths
}

export function createAnswerLengths(): AnswerLengths {
  const models = new Map<string, Kept>()
  const ofAll = open({ ...usualAnswer })

  function open(lengths: Lengths): Kept {
    return { seen: { simple: [], moderate: [], complex: [] }, lengths }
  }

  function settle({ seen, lengths }: Kept, asked: ComplexityClass, presumed: number): void {
    const own = seen[asked]
    const middle = quantile(own, 0.5)
    lengths[asked] =
      middle === null
        ? presumed
        : (middle * own.length + presumed * presumedAnswers) / (own.length + presumedAnswers)
  }

  function keep({ seen }: Kept, asked: ComplexityClass, tokens: number): void {
    seen[asked].push(tokens)
    if (seen[asked].length > mostLengths) seen[asked].shift()
  }

  function find(model: string): Kept {
    const name = plainName(model)
    const before = models.get(name)
    if (before !== undefined) return before
    if (models.size >= mostModels) for (const oldest of models.keys().take(1)) models.delete(oldest)
    const kept = open({ ...ofAll.lengths })
    models.set(name, kept)
    return kept
  }

  return {
    of: model => find(model).lengths,
    add(model, asked, tokens) {
      const own = find(model)
      keep(own, asked, tokens)
      keep(ofAll, asked, tokens)
      settle(ofAll, asked, usualAnswer[asked])
      // Whoever has few answers of its own is taken to write as others do.
      for (const kept of models.values()) {
        if (kept === own || kept.seen[asked].length < presumedAnswers)
          settle(kept, asked, ofAll.lengths[asked])
      }
    },
  }
}
