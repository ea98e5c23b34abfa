import type { ChatMessage, ToolDefinition } from '../../inference/protocol'
import type { ToolRegistry } from '../tools/types'
import { chooseTools } from './choose-tools'
import type { ComingThought, Foresight } from './foresight'
import { definitionsOf } from './told-tools'
import type { ToolProtocol, Work } from './types'

export interface ThoughtFormOptions {
  tools: Pick<ToolRegistry, 'offered'>
  foresight: Foresight
}

/** How a thought is asked for. */
export interface ThoughtForm {
  protocol: ToolProtocol
  /** What the model is told of tools, in the order of names. */
  offered: readonly ToolDefinition[]
}

/** Of the window of the model that is asked. */
const windowShare = 0.25
/** What the user said last says what it is about; an attached text before it does not. */
const [messagesRead, charactersRead] = [2, 800]

const lastWords = (messages: readonly ChatMessage[]): string[] =>
  messages
    .filter(({ role }) => role === 'user')
    .slice(-messagesRead)
    .map(({ content }) => content.slice(-charactersRead))

/** Where it goes is found out first, from the question alone; then which tools have room there, and in which form calls are made. */
export function createThoughtForm({ tools, foresight }: ThoughtFormOptions) {
  /** The same messages in the form that every model can read, told of no tool. */
  const comingOf = ({ request, keepNode }: Work, without: readonly string[]): ComingThought => ({
    target: request.execution.target,
    messages: request.opening('none', []),
    ...(keepNode === undefined ? {} : { keepNode }),
    ...(without.length === 0 ? {} : { without }),
  })

  /** @param without nodes that failed it. @returns null where nobody else could be asked */
  function formFor(work: Work, without: readonly string[] = []): ThoughtForm | null {
    const coming = comingOf(work, without)
    const place = foresight.place(coming)
    if (place === null && without.length > 0) return null
    const called = new Set(work.request.called)
    for (const { calls } of work.steps) for (const { tool } of calls) called.add(tool)
    const chosen = chooseTools(tools.offered(), {
      said: lastWords(coming.messages),
      called,
      maxTokens: Math.min(
        work.request.limits.toolTokens,
        Math.floor((place?.window ?? Number.POSITIVE_INFINITY) * windowShare),
      ),
    })
    const offered = definitionsOf(chosen)
    if (offered.length === 0 && work.steps.length === 0) return { protocol: 'none', offered }
    const isNative = !work.isTextual && place !== null && foresight.takesCalls(place, coming, offered)
    return { protocol: isNative ? 'native' : 'textual', offered }
  }
  return formFor
}
