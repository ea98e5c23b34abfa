import { z } from 'zod'
import type { AgentStep, RunLimit, RunStep } from '../../../shared/entities'
import { lackBehind } from '../../coordination/models/learn-from-refusal'
import type { ClusterExecutor, ExecutionEvent, ExecutionRequest } from '../../coordination/types'
import { estimateTokens } from '../../inference/estimate-tokens'
import type { ChatMessage } from '../../inference/protocol'
import type { Fence } from './fence'
import { tokensOfMessages } from './render-context'
import { shortenSteps, tokensOfSteps } from './shorten-steps'
import { stepMessages, withNotice } from './step-messages'
import { type Thought, think } from './thought'
import { createThoughtForm, type ThoughtForm, type ThoughtFormOptions } from './thought-form'
import type { RunEvent, Work } from './types'

export interface AskStepOptions extends ThoughtFormOptions {
  cluster: Pick<ClusterExecutor, 'execute'>
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

function purposeOf(steps: readonly RunStep[], isLast: boolean): AgentStep {
  if (isLast) return 'synthesis'
  if (steps.length === 0) return 'plan'
  const results = steps.reduce((sum, { calls }) => sum + calls.length, 0)
  return results >= manyResults || tokensOfSteps(steps) >= muchRead ? 'synthesis' : 'arguments'
}

const correction = (reason: string): string =>
  `Your call could not be read, and nothing was run. ${reason} Write your answer again: with one correct block at its end, or without any.`
const wordsWanted = 'Nothing was run, and no tool can be called any more. Write your answer in words.'

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

/** Asks for one thought, again where that can help. Yields its step each time. */
export function createAskStep({ cluster, fence, ...forms }: AskStepOptions) {
  const { formFor, formInTime } = createThoughtForm(forms)

  /** What was there before and the steps so far, these as long as there is room for them beside tools and answer. */
  function messagesOf(
    { request, steps }: Work,
    { protocol, offered }: ThoughtForm,
    contextTokens: number,
  ): ChatMessage[] {
    const opening = request.opening(protocol, offered)
    const told = protocol === 'native' ? estimateTokens(JSON.stringify(offered)) : 0
    const room = contextTokens - tokensOfMessages(opening) - told - answerTokens
    return [...opening, ...stepMessages(shortenSteps(steps, Math.max(leastRoom, room)), protocol, fence)]
  }

  /** The nodes whose servers have a place for calls are gone, and there is one that has none. */
  const othersHaveNoPlace = (work: Work, failed: ReadonlySet<string>): boolean => {
    const { place, protocol } = formFor(work, [...failed])
    return place !== null && protocol === 'textual'
  }

  return async function* ask(
    work: Work,
    withheld: Withheld | null,
    signal: AbortSignal,
  ): AsyncGenerator<RunEvent, Asked> {
    const { request, steps } = work
    const purpose = purposeOf(steps, withheld !== null)
    let contextTokens = request.limits.contextTokens
    let corrections: ChatMessage[] = []
    for (let repeats = 0; ; ) {
      const form = await formInTime(work, signal)
      const { protocol, offered } = form
      const told = [...messagesOf(work, form, contextTokens), ...corrections]
      const messages = withheld === null ? told : withNotice(told, withheld.notice)
      // In between nobody knows whether a call or the answer comes next: the cluster then judges by what came in.
      const step = withheld !== null || steps.length === 0 ? purpose : undefined
      const hasTools = protocol === 'native' && withheld === null && offered.length > 0
      const asked: ExecutionRequest = {
        ...request.execution,
        messages,
        ...(hasTools ? { tools: offered, toolsAreStanding: true } : {}),
        ...(step === undefined ? {} : { step }),
        ...(work.keepNode === undefined ? {} : { keepNode: work.keepNode }),
      }
      work.isSpeaking = false
      yield { type: 'step', index: steps.length, purpose }
      const onText = () => {
        work.isSpeaking = true
      }
      const failed = new Set<string>()
      const elsewhere = new AbortController()
      const onFailedOver = ({ failover, next }: ExecutionEvent & { type: 'failedOver' }) => {
        failed.add(failover.node)
        // Else it would be waited for one of the others to come back.
        if (protocol === 'native' && next === null && othersHaveNoPlace(work, failed)) elsewhere.abort()
      }
      const names = offered.map(({ name }) => name)
      const thought = yield* think(
        cluster,
        asked,
        { protocol, offered: names, onText, onFailedOver },
        AbortSignal.any([signal, elsewhere.signal]),
      )
      const result = { thought, purpose, promptTokens: tokensOfMessages(messages) }
      if (signal.aborted) return result
      if (protocol === 'native' && thought.end.type === 'failed') {
        for (const { node } of thought.end.failovers) failed.add(node)
        const isRefused = withheld === null && lacksTools(thought)
        if (isRefused || elsewhere.signal.aborted || othersHaveNoPlace(work, failed)) {
          work.isTextual = true
          continue
        }
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
      } else if (withheld !== null && thought.end.type === 'finished' && thought.text.trim() === '') {
        // A call in spite of it, or nothing: whoever waits for the answer would be left with an empty one.
        corrections = withNotice([], wordsWanted)
      } else if (!isUnreadable(thought)) return result
    }
  }
}
