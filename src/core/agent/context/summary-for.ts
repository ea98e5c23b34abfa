import type { Message } from '../../../shared/entities'

export interface Summary {
  lastMessageId: string
  text: string
}

/** Of what fell out of the window the summary that reaches furthest; null where none stands for messages that did. */
export function summaryFor(
  history: readonly Message[],
  window: readonly Message[],
  summaries: readonly Summary[],
): Summary | null {
  const position = new Map(history.map(({ id }, index) => [id, index]))
  const start = position.get(window[0]?.id ?? '') ?? history.length
  let best: { summary: Summary; at: number } | null = null
  for (const summary of summaries) {
    const at = position.get(summary.lastMessageId)
    if (at === undefined || at >= start || (best !== null && best.at >= at)) continue
    best = { summary, at }
  }
  return best?.summary ?? null
}
