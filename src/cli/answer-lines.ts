import type { CollectedAnswer } from './chat/collect-run'
import { withoutControls } from './output'

/** What a person is told when a larger node might do better; it is not asked without them. */
export function offerLine({ finished: { escalation } }: Pick<CollectedAnswer, 'finished'>): string | null {
  if (escalation === undefined) return null
  const [reason] = escalation.reasons
  const because = reason === undefined ? '' : ` (${reason})`
  return `A larger node might do better${because}: harombe chat --tier ${escalation.tier} …`
}

/** Who answered, how fast, and why. */
export function badgeLine({ finished }: Pick<CollectedAnswer, 'finished'>): string {
  const { answeredBy, metrics, route, failovers } = finished
  const speed = metrics.tokensPerSecond === null ? [] : [`${metrics.tokensPerSecond.toFixed(0)} tokens/s`]
  const first = metrics.ttftMs === null ? [] : [`first token ${Math.round(metrics.ttftMs)} ms`]
  const simulated = answeredBy.simulated ? ['simulated'] : []
  const seams =
    failovers.length === 0 ? [] : [failovers.length === 1 ? '1 failover' : `${failovers.length} failovers`]
  const who = [answeredBy.node, answeredBy.model, `tier ${answeredBy.tier}`, ...simulated]
  return `${[...who, ...first, ...speed, ...seams].join(' · ')} — ${route.reason}`
}

/** What an answer cites, by its numbers. */
export function sourceLines({ sources }: Pick<CollectedAnswer, 'sources'>): string[] {
  return sources.map(({ number, title, locator, url }) => {
    const where = [locator, url].filter(each => each !== undefined)
    return withoutControls(`[${number}] ${[title, ...where].join(' · ')}`).replaceAll('\n', ' ')
  })
}
