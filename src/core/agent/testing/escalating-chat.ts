import type { Classification, Message, Tier } from '../../../shared/entities'
import type { ExecutionEvent } from '../../coordination/types'
import { openChat } from './chat'
import { createOutlook } from './outlook'
import { finished, routed, say } from './scripted-executor'

/** How a node ends its answer: which tier it is of, and why it stopped. */
export function end(
  tier: Tier,
  reason: 'stop' | 'length' = 'stop',
  probabilities?: Classification['probabilities'],
): ExecutionEvent {
  const event = finished('small')
  if (event.type !== 'finished') throw new Error('unreachable')
  const name = ['small', 'medium', 'large'][tier] ?? ''
  const { classification } = event.route
  return {
    ...event,
    reason,
    route: { ...event.route, classification: { ...classification, probabilities } },
    answeredBy: { node: name, tier, model: name, simulated: false },
  }
}
export const routedTo = (tier: Tier): ExecutionEvent => {
  const event = routed('small')
  return event.type === 'routed' ? { ...event, answeredBy: { ...event.answeredBy, tier } } : event
}

/** A chat with three nodes, a tier each, whose answers are judged. */
export function openEscalating(mode: 'off' | 'offer' | 'auto', changes: { perHour?: number } = {}) {
  const made: { outlook: ReturnType<typeof createOutlook> | null } = { outlook: null }
  const chat = openChat(monotonic => {
    made.outlook = createOutlook(monotonic)
    Object.assign(made.outlook.settings, { mode, ...changes })
    return made.outlook.judge
  })
  const { outlook } = made
  if (outlook === null) throw new Error('unreachable')
  const message = (id: string): Message => chat.memory.store.message(id)
  /** A question whose answer of tier 0 is cut off. */
  const fallShort = async (run: number) => {
    const { answer } = await chat.send()
    await chat.emit(run, routedTo(0), say('Because the'), end(0, 'length'))
    return message(answer.id)
  }
  return { ...chat, outlook, message, fallShort }
}

export type EscalatingChat = ReturnType<typeof openEscalating>
