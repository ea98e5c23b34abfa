import type { ChatMessage, ToolDefinition } from '../../inference/protocol'
import type { ToolRegistry } from '../tools/types'
import { chooseTools } from './choose-tools'
import type { ComingThought, Foresight, Place } from './foresight'
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
  /** Null: nobody is there now. */
  place: Place | null
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

  /** @param without nodes that failed it */
  function formFor(work: Work, without: readonly string[] = []): ThoughtForm {
    const coming = comingOf(work, without)
    const place = foresight.place(coming)
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
    if (offered.length === 0 && work.steps.length === 0) return { protocol: 'none', offered, place }
    // Where nobody is there, whoever was asked before is the one that is waited for.
    const takesCalls =
      place === null ? work.lastProtocol === 'native' : foresight.takesCalls(place, coming, offered)
    return { protocol: takesCalls && !work.isTextual ? 'native' : 'textual', offered, place }
  }

  /** The same, once it is known what can be known soon. */
  async function formInTime(work: Work, signal: AbortSignal): Promise<ThoughtForm> {
    let form = formFor(work)
    if (form.place === null) {
      await foresight.lookAgain(signal)
      form = formFor(work)
    }
    if (form.place !== null && (await foresight.known(form.place, signal))) form = formFor(work)
    if (form.place !== null) work.lastProtocol = form.protocol
    return form
  }

  return { formFor, formInTime }
}
