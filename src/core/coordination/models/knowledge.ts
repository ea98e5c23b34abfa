import type { NodeModel } from '../../../shared/entities'
import { assumedOf, type CapabilityKnowledge, type KnownModel, type ModelHost } from '../capability-knowledge'
import { withDeclared } from '../declared-capabilities'
import type { LearntBook } from './learnt-book'
import { assumedFromName, mergeCapabilities } from './merge-capabilities'

/** What is known of one model on a node, and how well. */
export interface Insight {
  known: KnownModel
  evidence: NodeModel['evidence']
}

/** From the kind of server, what the server says, and what was tried. What the user declares is not in it. */
export function insightOf(book: LearntBook, host: ModelHost, model: string): Insight {
  const { contextLength, ...supported } = assumedOf(host, model)
  const learnt = book.find(host, model)
  const isSilent = learnt?.declared == null && supported.embeddings === 'unknown'
  const { capabilities, evidence } = mergeCapabilities({
    assumed: isSilent ? { ...supported, ...assumedFromName(model) } : supported,
    declared: learnt?.declared?.capabilities ?? null,
    proven: learnt?.proven ?? {},
  })
  return {
    known: { ...capabilities, contextLength: learnt?.declared?.contextLength ?? contextLength },
    evidence,
  }
}

/** The same with what the user declares, as people are shown it. */
export function shownInsight(book: LearntBook, host: ModelHost, model: string): Insight {
  const { known, evidence } = insightOf(book, host, model)
  const declared = withDeclared(known, host.spec, model)
  return { known: declared, evidence: evidence === 'assumed' && declared !== known ? 'declared' : evidence }
}

export interface KnowledgeOptions {
  book: LearntBook
  /** The node as it stands; null when there is none of that name. */
  host(node: string): ModelHost | null
  /** Resolves when nothing more is being found out, or when the signal fires. */
  settled(signal: AbortSignal): Promise<void>
}

const nothing = assumedOf(undefined, '')

export const createKnowledge = ({ book, host, settled }: KnowledgeOptions): CapabilityKnowledge => ({
  of(node, model) {
    const found = host(node)
    return found === null ? nothing : insightOf(book, found, model).known
  },
  revision(node) {
    const found = host(node)
    return found === null ? 0 : book.revision(found)
  },
  learn: settled,
})
