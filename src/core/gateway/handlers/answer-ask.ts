import { randomUUID } from 'node:crypto'
import type { HarombeHandlers } from '../../../shared/contract'
import type { Caller } from '../../../shared/contract/caller'
import type { AskEvent } from '../../../shared/contract/chat'
import type { RouteDecision } from '../../../shared/entities'
import { type Agent, type AnswerSettings, openingOf, withoutTools } from '../../agent/answer-events'
import type { EscalationJudge } from '../../agent/escalation-judge'
import { createExchange, type Exchange } from '../../agent/exchange'
import { createCallStops } from '../../agent/run/call-stops'
import type { RunEvent } from '../../agent/run/types'
import type { ClusterExecutor } from '../../coordination/types'
import type { FinishedExchanges } from '../../memory/transfer/finished-exchanges'
import { createSpokenText } from './spoken-text'

export interface AskDependencies {
  cluster: Pick<ClusterExecutor, 'execute'>
  agent: Agent
  askDefaults(): AnswerSettings
  escalation: Pick<EscalationJudge, 'watches' | 'judge'>
  exchanges: Pick<FinishedExchanges, 'keep'>
  /** Told how an answer came about that the user, and no program, asked for outside of the chat. */
  askedByHand(route: RouteDecision): void
}

/** Tools run on this machine: that is for its owner, never for whoever may only ask. */
export const mayUseTools = ({ scopes }: Caller): boolean => scopes.includes('admin')

type Ask = Parameters<HarombeHandlers['chat']['ask']>[0]

/** Opens the events of one exchange that is not kept. */
function openExchange(
  { cluster, agent, askDefaults }: AskDependencies,
  { messages, tools, tainted, tier, node, model }: Ask,
  { caller, signal }: { caller: Caller; signal: AbortSignal },
  exchangeOf: (messages: Ask['messages']) => Exchange | null,
): { exchange: Exchange | null; events: AsyncIterable<RunEvent> } {
  const settings = askDefaults()
  const { systemPrompt, temperature, continueAnswers, limits } = settings
  const isPrompted = systemPrompt !== '' && messages[0]?.role !== 'system'
  const sent = [...(isPrompted ? [{ role: 'system' as const, content: systemPrompt }] : []), ...messages]
  const exchange = exchangeOf(sent)
  const execution = {
    target: { tier, node, model },
    origin: caller.kind === 'cli' ? ('cli' as const) : ('api' as const),
    client: caller.kind,
    onStreamFailure: continueAnswers ? ('continue' as const) : ('restart' as const),
    // Whoever reads these events is told what is void.
    mayRestart: true,
    temperature,
    ...(exchange?.isWatched === true ? { watchConfidence: true } : {}),
  }
  const hasTools = tools && mayUseTools(caller) && agent.tools.offered().length > 0
  if (!hasTools) {
    return { exchange, events: withoutTools(cluster, { ...execution, messages: sent }, [], signal) }
  }
  const events = agent.run(
    {
      execution,
      opening: openingWith(sent, settings, agent),
      run: { conversationId: null, messageId: null, session: randomUUID() },
      tainted,
      called: [],
      sources: [],
      limits,
      stops: createCallStops(),
      // Nothing of it is kept; what had an effect is in the audit.
      record: () => Promise.resolve(),
    },
    signal,
  )
  return { exchange, events }
}

/** The messages as they were sent; only the instructions of a protocol are added. */
function openingWith(sent: Ask['messages'], settings: AnswerSettings, agent: Agent) {
  const [first, ...rest] = sent
  const isSystem = first?.role === 'system'
  const system = isSystem ? first.content : ''
  const context = { system, window: [], dropped: 0, sources: [], tainted: [] }
  const before = openingOf(context, settings, agent)
  return (...asked: Parameters<typeof before>) => [...before(...asked), ...(isSystem ? rest : sent)]
}

/** Answers one exchange that is not kept. @throws HarombeError what it failed with */
export async function* answerAsk(
  dependencies: AskDependencies,
  input: Ask,
  context: { caller: Caller; signal: AbortSignal },
): AsyncGenerator<AskEvent> {
  const { escalation } = dependencies
  const isByHand = context.caller.kind === 'cli'
  const target = { tier: input.tier, node: input.node, model: input.model }
  const { exchange, events } = openExchange(dependencies, input, context, messages =>
    isByHand ? createExchange(messages, target, escalation) : null,
  )
  const spoken = createSpokenText()
  for await (const event of events) {
    exchange?.take(event)
    spoken.take(event)
    if (event.type === 'failed') throw event.error
    if (event.type === 'tool_call') continue
    if (event.type !== 'finished') {
      yield event
      continue
    }
    const { route, answeredBy, metrics, failovers, outcome } = event
    // Later thoughts are judged by what tools brought.
    if (isByHand) dependencies.askedByHand(outcome.steps[0]?.route ?? route)
    // What came of tools is no matter of the model's size alone.
    const offer = outcome.steps.length === 0 ? (exchange?.offerFor(event) ?? null) : null
    const { steps, sources, limit } = outcome
    const kept = {
      ...{ ...spoken.said(), route, answeredBy, metrics, failovers },
      ...(steps.length === 0 ? {} : { steps }),
      ...(sources.length === 0 ? {} : { sources }),
      ...(limit === null ? {} : { limit }),
    }
    yield {
      ...{ type: 'finished', route, answeredBy, metrics, failovers },
      ...(offer === null ? {} : { escalation: offer }),
      ...(limit === null ? {} : { limit }),
      ...(isByHand ? { exchangeId: dependencies.exchanges.keep(kept) } : {}),
    }
  }
}
