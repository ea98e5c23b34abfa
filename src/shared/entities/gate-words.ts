import type { RouteDecision } from './route'

const isSentence = (text: string) => /^\p{Lu}.*\.$/u.test(text)

/**
 * What was settled before any node was compared, in whole sentences, each once: what decided the tier beside the text, then
 * what the model must be able to do and hold. Decisions of earlier versions have clauses instead of sentences.
 */
export function gatesOf({
  classification,
  requirements,
}: Pick<RouteDecision, 'requirements'> & {
  classification: Pick<RouteDecision['classification'], 'gates'>
}): string[] {
  const needed = requirements.map(each => (isSentence(each) ? each : `The model must be able to ${each}.`))
  return [...new Set([...classification.gates, ...needed])]
}
