import { z } from 'zod'
import type { AgentStep, RunLimit, RunStep } from '../../../shared/entities'
import { lackBehind } from '../../coordination/models/learn-from-refusal'
import type { ClusterExecutor, ExecutionRequest, RouteTarget } from '../../coordination/types'
import { estimateTokens } from '../../inference/estimate-tokens'
import type { ChatMessage, ToolDefinition } from '../../inference/protocol'
import type { ToolRegistry } from '../tools/types'
import type { Fence } from './fence'
import { tokensOfMessages } from './render-context'
import { shortenSteps, tokensOfSteps } from './shorten-steps'
import { stepMessages, withNotice } from './step-messages'
import { type Thought, think } from './thought'
import type { AgentRunRequest, RunEvent, ToolProtocol } from './types'

export interface AskStepOptions {
  cluster: Pick<ClusterExecutor, 'execute'>
  tools: Pick<ToolRegistry, 'offered'>
  /** Some node that may be asked now can take calls in its server's own form. */
  canCallNatively(target: RouteTarget, tools: readonly ToolDefinition[]): boolean
  fence: Fence
}

/** A step whose calls cannot be read, or that does not fit, is asked again so many times. */
const mostRepeats = 2
/** When so much has come in, an answer is expected next; the same figures by which the cluster tells it. */
const manyResults = 4
const muchRead = 3_000

/** Tokens left for the steps however long the conversation is. */
const leastRoom = 500
/** Left for what is to be written, tokens. */
const answerTokens = 1_000
/** What did not fit is made so much shorter. */
const shrink = 0.5

/** Why no tools are offered in the last step, and what the model is told of it. */
export interface Withheld {
  limit: RunLimit | null
  notice: string
}

export const definitionsOf = (tools: readonly ToolDefinition[]): ToolDefinition[] =>
  tools.map(({ name, description, parameters }) => ({ name, description, parameters }))

function purposeOf(steps: readonly RunStep[], isLast: boolean): AgentStep {
  if (isLast) return 'synthesis'
  if (steps.length === 0) return 'plan'
  const results = steps.reduce((sum, { calls }) => sum + calls.length, 0)
  return results >= manyResults || tokensOfSteps(steps) >= muchRead ? 'synthesis' : 'arguments'
}

const correction = (reason: string): string =>
  `Your call could not be read, and nothing was run. ${reason} Write your answer again: with one correct block at its end, or without any.`

/** The server, or every model that may be asked, turned out not to know tools. */
const lacksTools = ({ end }: Thought): boolean =>
  end.type === 'failed' && (end.error.code === 'NOT_SUPPORTED' || lackBehind(end.error) === 'tools')

const isTooLong = ({ end }: Thought): boolean =>
  end.type === 'failed' && end.error.code === 'CONTEXT_TOO_LONG'

const attempts = z.array(z.object({ code: z.string() }))

/** Part of a call came, or something else no one can read: it is never pieced together, but asked for again. */
function isUnreadable({ end }: Thought): boolean {
  if (end.type !== 'failed') return false
  const { code, data } = end.error
  if (code === 'MALFORMED_RESPONSE') return true
  const tried = code === 'ALL_NODES_FAILED' ? attempts.safeParse(data?.attempts).data : undefined
  return tried !== undefined && tried.length > 0 && tried.every(each => each.code === 'MALFORMED_RESPONSE')
}

/** What one step came to. */
export interface Asked {
  thought: Thought
  purpose: AgentStep
  /** About what was sent. */
  promptTokens: number
}

/** One run, while it goes on. */
export interface Work {
  request: AgentRunRequest
  signal: AbortSignal
  steps: RunStep[]
  keepNode: string | undefined
  /** The nodes turned out not to know tools, whatever is known of them. */
  isTextual: boolean
}

/** Asks for one thought, again where that can help. Yields its step each time. */
export function createAskStep({ cluster, tools, fence, canCallNatively }: AskStepOptions) {
  function protocolFor({ request, isTextual }: Work, offered: readonly ToolDefinition[]): ToolProtocol {
    return !isTextual && canCallNatively(request.execution.target, offered) ? 'native' : 'textual'
  }

  /** What was there before and the steps so far, these as long as there is room for them beside tools and answer. */
  function messagesOf(
    { request, steps }: Work,
    protocol: ToolProtocol,
    definitions: readonly ToolDefinition[],
    contextTokens: number,
  ): ChatMessage[] {
    const opening = request.opening(protocol)
    const told = protocol === 'native' ? estimateTokens(JSON.stringify(definitions)) : 0
    const room = contextTokens - tokensOfMessages(opening) - told - answerTokens
    return [...opening, ...stepMessages(shortenSteps(steps, Math.max(leastRoom, room)), protocol, fence)]
  }

  return async function* ask(work: Work, withheld: Withheld | null): AsyncGenerator<RunEvent, Asked> {
    const { request, steps, signal } = work
    const purpose = purposeOf(steps, withheld !== null)
    let contextTokens = request.limits.contextTokens
    let corrections: ChatMessage[] = []
    for (let repeats = 0; ; ) {
      const offered = definitionsOf(tools.offered())
      const protocol = protocolFor(work, offered)
      const told = [...messagesOf(work, protocol, offered, contextTokens), ...corrections]
      const messages = withheld === null ? told : withNotice(told, withheld.notice)
      // In between nobody knows whether a call or the answer comes next: the cluster then judges by what came in.
      const step = withheld !== null || steps.length === 0 ? purpose : undefined
      const asked: ExecutionRequest = {
        ...request.execution,
        messages,
        ...(protocol === 'native' && withheld === null ? { tools: offered, toolsAreStanding: true } : {}),
        ...(step === undefined ? {} : { step }),
        ...(work.keepNode === undefined ? {} : { keepNode: work.keepNode }),
      }
      yield { type: 'step', index: steps.length, purpose }
      const names = offered.map(({ name }) => name)
      const thought = yield* think(cluster, asked, { protocol, offered: names }, signal)
      const result = { thought, purpose, promptTokens: tokensOfMessages(messages) }
      if (withheld === null && protocol === 'native' && lacksTools(thought)) {
        work.isTextual = true
        continue
      }
      repeats += 1
      if (repeats > mostRepeats) return result
      if (isTooLong(thought) && steps.length > 0) contextTokens *= shrink
      else if (thought.problem !== null && withheld === null) {
        corrections = [
          ...corrections,
          { role: 'assistant', content: thought.problem.written },
          ...withNotice([], correction(thought.problem.reason)),
        ]
      } else if (!isUnreadable(thought)) return result
    }
  }
}
