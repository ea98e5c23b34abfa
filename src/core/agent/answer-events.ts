import type { Conversation, Message, RunStep } from '../../shared/entities'
import type { ClusterExecutor, ExecutionRequest, RouteTarget } from '../coordination/types'
import type { ChatMessage } from '../inference/protocol'
import type { AnswerContext, ContextBuilder } from './context/types'
import type { CallStops } from './run/call-stops'
import type { Fence } from './run/fence'
import { renderContext } from './run/render-context'
import type { AgentRun, AgentRunRequest, RunEvent, RunLimits } from './run/types'
import type { ToolRegistry } from './tools/types'

export interface AnswerSettings {
  systemPrompt: string
  maxHistoryTokens: number
  temperature: number
  /** When a node dies in mid-answer, another may go on where it stopped, if that is safe. */
  continueAnswers: boolean
  limits: RunLimits
}

/** What answers with tools are made with. */
export interface Agent {
  run: AgentRun
  tools: Pick<ToolRegistry, 'offered'>
  fence: Fence
}

/** Of the history, what earlier turns' calls may come to. */
const stepShare = 0.25

/** The messages before a run, in whichever protocol it uses. */
export function openingOf(
  context: AnswerContext,
  { maxHistoryTokens }: Pick<AnswerSettings, 'maxHistoryTokens'>,
  { fence }: Pick<Agent, 'fence'>,
): AgentRunRequest['opening'] {
  return (protocol, tools) =>
    renderContext(context, {
      protocol,
      tools,
      stepTokens: Math.floor(maxHistoryTokens * stepShare),
      fence,
    })
}

/** One execution in the form of a run that needs no tool. */
export async function* withoutTools(
  cluster: Pick<ClusterExecutor, 'execute'>,
  request: ExecutionRequest,
  sources: AnswerContext['sources'],
  signal: AbortSignal,
): AsyncGenerator<RunEvent, void> {
  for await (const event of cluster.execute(request, signal)) {
    if (event.type !== 'finished' && event.type !== 'failed') yield event
    else yield { ...event, outcome: { steps: [], limit: null, sources: [...sources] } }
  }
}

export interface AnswerEventsOptions {
  cluster: Pick<ClusterExecutor, 'execute'>
  contexts: ContextBuilder
  agent: Agent
  settings(): AnswerSettings
}

export interface AskedAnswer {
  answer: Message
  conversation: Conversation
  /** From the first message of the branch to the question. */
  history: readonly Message[]
  target: RouteTarget
  watchConfidence: boolean
  /** Whoever asks may have things done on this machine. */
  mayUseTools: boolean
  stops: CallStops
  record(steps: readonly RunStep[]): Promise<void>
}

export interface AnswerEvents {
  context: AnswerContext
  /** What is sent first. */
  messages: readonly ChatMessage[]
  events: AsyncIterable<RunEvent>
}

/** Puts together what an answer is made of, and has it made: with tools where the chat has them and there are any. */
export async function openAnswerEvents(
  options: AnswerEventsOptions,
  asked: AskedAnswer,
  signal: AbortSignal,
): Promise<AnswerEvents> {
  const { cluster, contexts, agent } = options
  const { answer, conversation, history, target } = asked
  const settings = options.settings()
  const { systemPrompt, maxHistoryTokens, temperature, continueAnswers, limits } = settings
  const context = await contexts.build(
    { conversation, history, systemPrompt, maxTokens: maxHistoryTokens },
    signal,
  )
  const opening = openingOf(context, settings, agent)
  const execution = {
    target,
    origin: 'chat',
    client: 'chat',
    conversation: answer.conversationId,
    onStreamFailure: continueAnswers ? 'continue' : 'restart',
    // A window can take text back.
    mayRestart: true,
    temperature,
    ...(asked.watchConfidence ? { watchConfidence: true } : {}),
  } as const
  const messages = [...opening('none', [])]
  const hasTools =
    asked.mayUseTools && (conversation.settings?.tools ?? true) && agent.tools.offered().length > 0
  if (!hasTools) {
    const request = { ...execution, messages }
    return { context, messages, events: withoutTools(cluster, request, context.sources, signal) }
  }
  const run = {
    conversationId: answer.conversationId,
    messageId: answer.id,
    session: answer.conversationId,
  }
  const { tainted, sources } = context
  const { stops, record } = asked
  const called = history.flatMap(({ steps = [] }) =>
    steps.flatMap(({ calls }) => calls.map(({ tool }) => tool)),
  )
  const request = { execution, opening, run, tainted, called, sources, limits, stops, record }
  const events = agent.run(request, signal)
  return { context, messages, events }
}
