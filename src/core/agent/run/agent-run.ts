import type { Clock } from '../../../shared/clock'
import type { AgentStep, RunLimit, RunStep, UntrustedKind } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import type { ToolRegistry, ToolRunner } from '../tools/types'
import { askInTime, type Timely } from './ask-in-time'
import { type AskStepOptions, createAskStep, type Withheld } from './ask-step'
import { createCallGuard } from './call-guard'
import { carryOut } from './carry-out'
import { createRunBudget } from './run-budget'
import { createRunSources } from './run-sources'
import type { Thought } from './thought'
import type { AgentRun, RunOutcome, Work } from './types'

export interface AgentRunOptions extends AskStepOptions {
  tools: Pick<ToolRegistry, 'offered' | 'find'>
  runner: ToolRunner
  /** What this node answers was made by another harombe. */
  isPeer(node: string): boolean
  clock: Pick<Clock, 'monotonic' | 'after'>
  /** Of a call: nine letters and digits, which is what the templates of Mistral's models take. */
  createCallId(): string
}

const limitWords: Readonly<Record<RunLimit, string>> = {
  steps: 'All steps of this run are used up.',
  time: 'The time of this run is used up.',
  tokens: 'All tokens of this run are used up.',
}
const answerNow = 'Answer the question now, with what there is, and say what is missing.'

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

/** Every node some of whose words stand in it: one may have gone on where another stopped. */
const writersOf = ({ answeredBy, failovers }: Thought['end']): string[] => [
  ...(answeredBy === null ? [] : [answeredBy.node]),
  ...failovers.filter(({ mode }) => mode === 'continue').map(({ node }) => node),
]

/** The steps as they are at this moment: records are replaced, never changed. */
const snapshotOf = (steps: readonly RunStep[]): RunStep[] =>
  steps.map(step => ({ ...step, calls: [...step.calls] }))

/** Thoughts and calls in turn until a thought is the answer. */
export function createAgentRun(options: AgentRunOptions): AgentRun {
  const { tools, clock } = options
  const ask = createAskStep(options)

  return async function* run(request, signal) {
    const { limits } = request
    const work: Work = {
      request,
      signal,
      steps: [],
      keepNode: undefined,
      isSpeaking: false,
      isTextual: false,
      lastProtocol: null,
    }
    const { steps } = work
    const budget = createRunBudget(limits, clock)
    const guard = createCallGuard()
    const sources = createRunSources(request.sources)
    const tainted = new Set<UntrustedKind>(request.tainted)
    let withheld: Withheld | null = null
    const withhold = (limit: RunLimit | null, why: string): void => {
      withheld = { limit, notice: `${why} ${answerNow}` }
    }
    const outcome = (): RunOutcome => ({
      steps: snapshotOf(steps),
      limit: withheld?.limit ?? null,
      sources: sources.all(),
    })

    for (;;) {
      const asked: Timely = yield* askInTime(ask, work, withheld, { budget, clock })
      const { thought, purpose, promptTokens } = asked
      const { end } = thought
      const { answeredBy, metrics } = end
      budget.addTokens((metrics?.promptTokens ?? promptTokens) + (metrics?.tokens ?? 0))
      if (writersOf(end).some(options.isPeer)) tainted.add('peer')
      if (asked.isCut) {
        const isLast: boolean = withheld !== null
        withhold('time', limitWords.time)
        if (!isLast && end.type === 'failed') continue
        yield { ...end, outcome: outcome() }
        return
      }
      if (end.type === 'failed' || withheld !== null) {
        yield { ...end, outcome: outcome() }
        return
      }
      if (thought.problem !== null) {
        withhold(null, 'Your calls could not be read, so nothing was run.')
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
      if (limit !== null) withhold(limit, limitWords[limit])
      else if (exhaustion !== null) withhold(null, exhaustion)
    }
  }
}
