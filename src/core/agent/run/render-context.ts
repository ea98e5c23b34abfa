import type { Message } from '../../../shared/entities'
import { estimateTokens } from '../../inference/estimate-tokens'
import type { ChatMessage, ToolDefinition } from '../../inference/protocol'
import type { AnswerContext, WindowEntry } from '../context/types'
import { unanswered } from '../prompt-window'
import type { Fence } from './fence'
import { shortenSteps, tokensOfSteps } from './shorten-steps'
import { stepMessages, unknownRemarks } from './step-messages'
import { textualInstructions } from './textual-protocol'
import type { ToolProtocol } from './types'

/** What earlier turns' calls brought is told in short: 2,000 characters each, less where there are many. */
const earlierLevel = 2

function userMessage({ message, attached, images }: WindowEntry): ChatMessage {
  const before = attached === '' ? '' : `${attached}\n\n`
  return {
    role: 'user',
    content: before + message.content,
    ...(images.length === 0 ? {} : { images }),
  }
}

export interface RenderOptions {
  protocol: ToolProtocol
  /** Those that are offered; for the textual protocol. */
  tools: readonly ToolDefinition[]
  /** What the calls of all earlier turns may come to. */
  stepTokens: number
  fence: Fence
}

/** An answer's context as the messages a model is sent. What others wrote in `system` and `attached` carries its marks. */
export function renderContext(context: AnswerContext, options: RenderOptions): ChatMessage[] {
  const { protocol, tools, fence } = options
  const instructions = protocol === 'textual' && tools.length > 0 ? textualInstructions(tools) : ''
  const system = [context.system, instructions].filter(part => part !== '').join('\n\n')
  const stepsOf = earlierSteps(context.window, options.stepTokens)
  const said = context.window.flatMap((entry): ChatMessage[] => {
    const { role, content, id } = entry.message
    if (role === 'user') return [userMessage(entry)]
    const steps = stepsOf.get(id) ?? []
    const answer = content === '' ? unanswered : content
    const remarks = protocol === 'none' ? unknownRemarks(steps, fence) : []
    return [
      ...stepMessages(steps, protocol, fence),
      { role: 'assistant', content: [...remarks, answer].join('\n\n') },
    ]
  })
  const opening: ChatMessage[] = system === '' ? [] : [{ role: 'system', content: system }]
  return [...opening, ...said]
}

/** The newest turns' calls in short, as far as they fit; those of older turns are left out whole. */
function earlierSteps(
  window: readonly WindowEntry[],
  maxTokens: number,
): Map<string, Message['steps'] & object> {
  const kept = new Map<string, Message['steps'] & object>()
  let left = maxTokens
  for (const { message } of window.toReversed()) {
    if (message.steps === undefined || message.steps.length === 0) continue
    const steps = shortenSteps(message.steps, left, earlierLevel)
    left -= tokensOfSteps(steps)
    const hasUnknown = steps.some(({ calls }) => calls.some(({ state }) => state === 'unknown'))
    if (left < 0 && !hasUnknown) break
    kept.set(message.id, steps)
  }
  return kept
}

/** About what a list of messages comes to. */
export const tokensOfMessages = (messages: readonly ChatMessage[]): number =>
  messages.reduce((sum, { content }) => sum + estimateTokens(content), 0)
