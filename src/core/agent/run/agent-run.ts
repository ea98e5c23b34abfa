import { z } from 'zod'
import type { Clock } from '../../../shared/clock'
import type { AgentStep, RunLimit, RunStep, UntrustedKind } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import { lackBehind } from '../../coordination/models/learn-from-refusal'
import type { ClusterExecutor, ExecutionRequest, RouteTarget } from '../../coordination/types'
import type { ChatMessage, ToolDefinition } from '../../inference/protocol'
import type { ToolRegistry, ToolRunner } from '../tools/types'
import { createCallGuard } from './call-guard'
import { carryOut } from './carry-out'
import type { Fence } from './fence'
import { tokensOfMessages } from './render-context'
import { createRunBudget } from './run-budget'
import { createRunSources } from './run-sources'
import { shortenSteps, tokensOfSteps } from './shorten-steps'
import { stepMessages, withNotice } from './step-messages'
import { type Thought, think } from './thought'
import type { AgentRun, AgentRunRequest, RunEvent, RunOutcome, ToolProtocol } from './types'

export interface AgentRunOptions {
  cluster: Pick<ClusterExecutor, 'execute'>
  tools: Pick<ToolRegistry, 'offered' | 'find'>
  runner: ToolRunner
  /** Some node that may be asked now can take calls in its server's own form. */
  canCallNatively(target: RouteTarget, tools: readonly ToolDefinition[]): boolean
  /** What this node answers was made by another harombe. */
  isPeer(node: string): boolean
  fence: Fence
  clock: Pick<Clock, 'monotonic' | 'after'>
  /** Of a call: nine letters and digits, which is what the templates of Mistral's models take. */
  createCallId(): string
}

/** A step whose calls cannot be read, or that does not fit, is asked again so many times. */
const mostRepeats = 2
/** When so much has come in, an answer is expected next; the same figures by which the cluster tells it. */
const manyResults = 4
const muchRead = 3_000

/** Tokens left for the steps however long the conversation is. */
const leastRoom = 500
/** What did not fit is made so much shorter. */
const shrink = 0.5

/** Why no tools are offered in the last step, and what the model is told of it. */
interface Withheld {
  limit: RunLimit | null
  notice: string
}

const limitWords: Readonly<Record<RunLimit, string>> = {
  steps: 'All steps of this run are used up.',
  time: 'The time of this run is used up.',
  tokens: 'All tokens of this run are used up.',
}
const answerNow = 'Answer the question now, with what there is, and say what is missing.'

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

function stepOf(purpose: AgentStep, { text, reasoning, end }: Thought): RunStep {
  const { answeredBy, route, metrics, failovers } = end
  return {
    purpose,
    text: text.trim(),
    ...(reasoning === '' ? {} : { reasoning }),
    ...(answeredBy === null ? {} : { answeredBy }),
    ...(route === null ? {} : { route }),
    ...(metrics === null ? {} : { metrics }),
    ...(failovers.length === 0 ? {} : { failovers }),
    calls: [],
  }
}

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
interface Asked {
  thought: Thought
  purpose: AgentStep
  /** About what was sent. */
  promptTokens: number
}

/** The steps as they are at this moment: records are replaced, never changed. */
const snapshotOf = (steps: readonly RunStep[]): RunStep[] =>
  steps.map(step => ({ ...step, calls: [...step.calls] }))

/** One run, while it goes on. */
interface Work {
  request: AgentRunRequest
  signal: AbortSignal
  steps: RunStep[]
  keepNode: string | undefined
  /** The nodes turned out not to know tools, whatever is known of them. */
  isTextual: boolean
}

/** Thoughts and calls in turn until a thought is the answer. */
export function createAgentRun(options: AgentRunOptions): AgentRun {
  const { cluster, tools, fence } = options

  function protocolFor({ request, isTextual }: Work, offered: readonly ToolDefinition[]): ToolProtocol {
    return !isTextual && options.canCallNatively(request.execution.target, offered) ? 'native' : 'textual'
  }

  function messagesOf(
    { request, steps }: Work,
    protocol: ToolProtocol,
    contextTokens: number,
  ): ChatMessage[] {
    const opening = request.opening(protocol)
    const room = Math.max(leastRoom, contextTokens - tokensOfMessages(opening))
    return [...opening, ...stepMessages(shortenSteps(steps, room), protocol, fence)]
  }

  /** Asks for one thought, again where that can help. Yields its step each time. */
  async function* ask(work: Work, withheld: Withheld | null): AsyncGenerator<RunEvent, Asked> {
    const { request, steps, signal } = work
    const purpose = purposeOf(steps, withheld !== null)
    let contextTokens = request.limits.contextTokens
    let corrections: ChatMessage[] = []
    for (let repeats = 0; ; ) {
      const offered = definitionsOf(tools.offered())
      const protocol = protocolFor(work, offered)
      const told = [...messagesOf(work, protocol, contextTokens), ...corrections]
      const messages = withheld === null ? told : withNotice(told, withheld.notice)
      // In between nobody knows whether a call or the answer comes next: the cluster then judges by what came in.
      const step = withheld !== null || steps.length === 0 ? purpose : undefined
      const asked: ExecutionRequest = {
        ...request.execution,
        messages,
        ...(protocol === 'native' && withheld === null ? { tools: offered } : {}),
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

  return async function* run(request, signal) {
    const { limits } = request
    const work: Work = { request, signal, steps: [], keepNode: undefined, isTextual: false }
    const { steps } = work
    const budget = createRunBudget(limits, options.clock)
    const guard = createCallGuard()
    const sources = createRunSources(request.sources)
    const tainted = new Set<UntrustedKind>(request.tainted)
    let withheld: Withheld | null = null
    const outcome = (): RunOutcome => ({
      steps: snapshotOf(steps),
      limit: withheld?.limit ?? null,
      sources: sources.all(),
    })

    for (;;) {
      const { thought, purpose, promptTokens }: Asked = yield* ask(work, withheld)
      const { end } = thought
      const { answeredBy, metrics } = end
      budget.addTokens((metrics?.promptTokens ?? promptTokens) + (metrics?.tokens ?? 0))
      if (answeredBy !== null && options.isPeer(answeredBy.node)) tainted.add('peer')
      if (end.type === 'failed' || withheld !== null) {
        yield { ...end, outcome: outcome() }
        return
      }
      if (thought.problem !== null) {
        withheld = { limit: null, notice: `Your calls could not be read, so nothing was run. ${answerNow}` }
        continue
      }
      if (thought.calls.length === 0) {
        yield { ...end, outcome: outcome() }
        return
      }
      work.keepNode = end.answeredBy.node
      const step = stepOf(purpose, thought)
      steps.push(step)
      yield* carryOut(
        step,
        thought.calls,
        {
          ...{
            tools,
            runner: options.runner,
            createId: options.createCallId,
            guard,
            budget,
            sources,
            tainted,
          },
          stops: request.stops,
          run: { ...request.run, target: request.execution.target, tainted: [] },
          record: () => request.record(snapshotOf(steps)),
        },
        signal,
      )
      if (signal.aborted) {
        const error = new HarombeError('CANCELLED', 'The answer was stopped.')
        const { route } = end
        yield { type: 'failed', error, route, answeredBy, metrics: null, failovers: [], outcome: outcome() }
        return
      }
      const limit = budget.spent(steps.length)
      const exhaustion = guard.exhaustion()
      if (limit !== null) withheld = { limit, notice: `${limitWords[limit]} ${answerNow}` }
      else if (exhaustion !== null) withheld = { limit: null, notice: `${exhaustion} ${answerNow}` }
    }
  }
}
