import type { Clock } from '../../../shared/clock'
import type { RouteDecision } from '../../../shared/entities'
import { HarombeError, hasCode, isHarombeError } from '../../../shared/errors'
import { tokenWeight } from '../../inference/estimate-tokens'
import type { ChatMessage } from '../../inference/protocol'
import { estimateBounded } from '../requirements'
import type {
  ClusterExecutor,
  ClusterInspector,
  ExecutionEvent,
  ExecutionRequest,
  ExecutionResult,
  RouteTarget,
} from '../types'
import { allFailed, type Outcome, runAtOnce, settle } from './gather'
import {
  type Candidate,
  findCandidates,
  groupToCombine,
  isBeyondAll,
  mostParts,
  type PartPlan,
  planParts,
} from './plan-parts'
import { askCombined, askMerged, askPart, askWhole, contextText, type LabelledAnswer } from './prompts'
import { fitText, splitText } from './split-text'
import type { FanOutRequest, FanOutResult } from './types'

export interface FanOutOptions {
  cluster: Pick<ClusterExecutor, 'execute'> & ClusterInspector
  clock: Clock
  /** For the answers of one request. */
  collector(): AnswerCollector
}

/** Makes answers of their events, within what may be held of all of them until `release`. */
export interface AnswerCollector {
  /** @throws HarombeError what it failed with */
  collect(events: AsyncIterable<ExecutionEvent>): Promise<ExecutionResult>
  release(): void
}

export interface FanOut {
  /**
   * Aborting the signal ends every question it asks. Where some of the answers failed, the others count and the failures
   * are among the parts.
   * @throws HarombeError when there is no answer at all; CONTEXT_TOO_LONG, NO_NODE_AVAILABLE, TIMEOUT, …
   */
  execute(request: FanOutRequest, signal: AbortSignal): Promise<FanOutResult>
}

const defaultTimeoutMs = 30 * 60_000
const sizeOf = (text: string) => Math.ceil(tokenWeight(text))

const labelOf = ({ part }: Outcome): LabelledAnswer => ({
  label: `answer of ${part.answeredBy?.node ?? `part ${part.part + 1}`}`,
  text: part.response,
})

/** One node of several that are asked the same is not waited for when it goes away: the others have answered long since. */
async function* whileThere(
  events: AsyncIterable<ExecutionEvent>,
  node: string,
): AsyncGenerator<ExecutionEvent> {
  for await (const event of events) {
    if (event.type === 'stage' && (event.stage === 'waiting' || event.stage === 'waking')) {
      throw new HarombeError('NODE_UNREACHABLE', `${node} went away before it had answered.`)
    }
    yield event
  }
}

/** That each node was forced to answer its own question is nothing the caller asked for. */
function explained(result: ExecutionResult, { tier: wanted }: RouteTarget, why: string): ExecutionResult {
  const { node, tier } = result.answeredBy
  const forced = wanted === 'auto' ? 'none' : 'tier'
  const reason = `${why}; ${node} is of the highest tier that answered, ${tier}.`
  return { ...result, route: { ...result.route, forced, reason } }
}

/** Answers that take more than one node, or more than one turn: of all nodes, merged, or of a text longer than any window. */
export function createFanOut({ cluster, clock, collector }: FanOutOptions): FanOut {
  const isAnyThere = () => cluster.view().nodes.some(({ status }) => status === 'online')

  /** One request, as long as it runs. */
  function open(request: FanOutRequest, { collect }: AnswerCollector, signal: AbortSignal) {
    const { query, target, origin, client, maxWaitMs, priority, timeoutMs } = request
    const startedAt = clock.monotonic()
    const answers: ExecutionResult[] = []
    /** What a question failed with that waited in vain for any node at all: the next ones need not do so again. */
    let deserted: HarombeError | null = null

    async function ask(
      messages: readonly ChatMessage[],
      changes: Partial<ExecutionRequest> = {},
      oneOfSeveral?: string,
    ): Promise<ExecutionResult> {
      if (deserted !== null && !isAnyThere()) throw deserted
      const asked = { messages, target, origin, client, maxWaitMs, priority, timeoutMs, ...changes }
      const events = cluster.execute({ ...asked, onStreamFailure: 'restart' }, signal)
      try {
        const result = await collect(oneOfSeveral === undefined ? events : whileThere(events, oneOfSeveral))
        answers.push(result)
        return result
      } catch (error) {
        if (isHarombeError(error) && !isAnyThere()) deserted = error
        throw error
      }
    }

    const conclude = (
      strategy: FanOutResult['strategy'],
      { content, route, answeredBy }: ExecutionResult,
      outcomes: readonly Outcome[],
      changes: Partial<FanOutResult> = {},
    ): FanOutResult => ({
      strategy,
      response: content,
      route,
      answeredBy,
      parts: outcomes.map(({ part }) => part),
      tokens: answers.reduce((sum, { metrics }) => sum + metrics.tokens, 0),
      durationMs: Math.round(clock.monotonic() - startedAt),
      failovers: answers.flatMap(({ failovers }) => failovers),
      ...changes,
    })

    async function all(candidates: readonly Candidate[]): Promise<FanOutResult> {
      const outcomes = await runAtOnce(candidates, candidates.length, ({ node, tier }, place) => {
        const oneOfSeveral = candidates.length > 1 ? node : undefined
        return settle({ part: place, node, tier }, clock, () =>
          ask(askWhole(request), { target: { ...target, tier: 'auto', node } }, oneOfSeveral),
        )
      })
      signal.throwIfAborted()
      const answered = outcomes.filter(({ result }) => result !== null)
      const best = answered[0]?.result
      if (best === null || best === undefined) throw allFailed(outcomes)
      if (request.aggregate === 'all') {
        const response = answered
          .map(({ part }) => `[${part.answeredBy?.node}, ${part.answeredBy?.model}]\n${part.response}`)
          .join('\n\n')
        return conclude('all', explained(best, target, 'Every node that may answer was asked'), outcomes, {
          response,
        })
      }
      // One answer is merged already.
      if (answered.length === 1)
        return conclude('merge', explained(best, target, 'No other node answered'), outcomes)
      const merged = await settle({ part: 0 }, clock, () => {
        const room = planParts(candidates, sizeOf(query)).combineTokens / answered.length
        const labelled = answered
          .map(labelOf)
          .map(({ label, text }) => ({ label, text: fitText(text, room) }))
        // The highest tier comes first; it falls back as every request does.
        return ask(askMerged(query, labelled), { target: { ...target, tier: candidates[0]?.tier ?? 'auto' } })
      })
      signal.throwIfAborted()
      if (merged.result !== null) return conclude('merge', merged.result, outcomes)
      const unmerged = explained(best, target, 'The answers could not be merged')
      return conclude('merge', unmerged, outcomes, { mergeError: merged.part.error })
    }

    /** Makes one answer of those to the parts, in as many rounds as it takes. @throws HarombeError */
    async function combine(
      answered: readonly Outcome[],
      plan: PartPlan,
      missing: number,
      asPart: Partial<ExecutionRequest>,
    ): Promise<{ content: string; result: ExecutionResult | null }> {
      // Two of them fit beside the question, or combining would never come to an end.
      const shorten = (answer: string) => fitText(answer, plan.combineTokens / 2 - 32)
      let texts = answered.map(({ part }) => shorten(part.response))
      let result: ExecutionResult | null = null
      while (texts.length > 1) {
        const groups = groupToCombine(texts.map(sizeOf), plan.combineTokens)
        const isLast = groups.length === 1
        const combined = await runAtOnce(groups, plan.atOnce, async group => {
          const labelled = group.map(place => ({ label: `answer ${place + 1}`, text: texts[place] ?? '' }))
          if (group.length === 1) return { content: labelled[0]?.text ?? '', result: null }
          const result = await ask(
            askCombined(query, labelled, missing),
            isLast ? { maxTokens: plan.answerTokens * 2 } : asPart,
          )
          return { content: result.content, result }
        })
        result = combined.findLast(({ result }) => result !== null)?.result ?? result
        texts = combined.map(({ content }) => (isLast ? content : shorten(content)))
      }
      return { content: texts[0] ?? '', result }
    }

    async function mapReduce(candidates: readonly Candidate[]): Promise<FanOutResult> {
      const text = contextText(request.context)
      const plan = planParts(candidates, sizeOf(query))
      const places = splitText(text, { tokens: plan.partTokens, overlap: plan.overlapTokens })
      if (places.length > mostParts) {
        throw new HarombeError(
          'CONTEXT_TOO_LONG',
          `The context would take ${places.length} parts, and ${mostParts} are the most.`,
          { hint: 'Shorten it, or add a node whose model holds more.' },
        )
      }
      const asPart = { maxTokens: plan.answerTokens, priority: priority ?? 'background' } as const
      const outcomes = await runAtOnce(places, plan.atOnce, ({ start, end }, place) =>
        settle({ part: place }, clock, () =>
          ask(askPart(query, text.slice(start, end), place, places.length), asPart),
        ),
      )
      signal.throwIfAborted()
      const answered = outcomes.filter(({ result }) => result !== null)
      const last = answered.at(-1)?.result
      if (last === null || last === undefined) throw allFailed(outcomes)
      try {
        const missing = outcomes.length - answered.length
        const { content, result } = await combine(answered, plan, missing, asPart)
        const combined = result ?? last
        const route: RouteDecision = {
          ...combined.route,
          reason: `The context was read in ${places.length} parts; ${combined.answeredBy.node} put the answers together.`,
        }
        return conclude('map_reduce', { ...combined, route }, outcomes, { response: content })
      } catch (error) {
        signal.throwIfAborted()
        if (!isHarombeError(error)) throw error
        // The parts were read, and nobody shall have to have them read again.
        const response = answered.map(({ part }) => part.response).join('\n\n')
        return conclude('map_reduce', last, outcomes, { response, mergeError: error.toShape() })
      }
    }

    async function first(candidates: readonly Candidate[]): Promise<FanOutResult> {
      try {
        return conclude('first', await ask(askWhole(request)), [])
      } catch (error) {
        // Nobody knew how much the models hold until one said that this is too much.
        const isTooLong = hasCode(error, 'CONTEXT_TOO_LONG') && contextText(request.context) !== ''
        if (!isTooLong || candidates.length === 0) throw error
        return mapReduce(candidates)
      }
    }

    return (): Promise<FanOutResult> => {
      const candidates = findCandidates(cluster.view().nodes, cluster.models(), target)
      const tokens = askWhole(request).reduce((sum, { content }) => sum + estimateBounded(content), 0)
      if (contextText(request.context) !== '' && isBeyondAll(candidates, tokens)) return mapReduce(candidates)
      if (request.aggregate === 'first' || candidates.length === 0) return first(candidates)
      return all(candidates)
    }
  }

  return {
    async execute(request, caller) {
      const abort = new AbortController()
      const answers = collector()
      const { timeoutMs = defaultTimeoutMs } = request
      const late = () =>
        abort.abort(
          new HarombeError('TIMEOUT', `No complete answer within ${Math.round(timeoutMs / 1000)} s.`),
        )
      const cancelDeadline = clock.after(timeoutMs, late)
      const leave = () => abort.abort(caller.reason)
      if (caller.aborted) leave()
      else caller.addEventListener('abort', leave, { once: true })
      try {
        return await open(request, answers, abort.signal)()
      } finally {
        cancelDeadline()
        caller.removeEventListener('abort', leave)
        // What is still being asked, after a failure among several, is wanted by nobody.
        abort.abort(new HarombeError('CANCELLED', 'The answer was stopped.'))
        answers.release()
      }
    },
  }
}
