import type { Message } from '../../shared/entities'
import { HarombeError, hasCode } from '../../shared/errors'
import type { ClusterExecutor, ExecutionEvent, RouteTarget } from '../coordination/types'
import type { ChatMessage } from '../inference/protocol'
import { type Draft, finalMessage, turnOf, withKept } from './answer-draft'
import type { AnswerLog } from './answer-log'
import { createCheckpoints } from './checkpoints'
import type { Escalator } from './escalate'
import { buildPromptWindow } from './prompt-window'

/** Where an answer goes while it is written. What is written in one turn goes to the disk together. */
export interface WrittenAnswers {
  history(leafId: string): Message[]
  checkpointAnswer(
    id: string,
    checkpoint: { content: string; reasoning?: string | undefined; epoch: number },
  ): void
  /** Resolves when it is committed; rejects with STORAGE_FAILED when the disk refused: it is then kept in memory */
  finishAnswer(message: Message): Promise<void>
}

export interface AnswerSettings {
  systemPrompt: string
  maxHistoryTokens: number
  temperature: number
  /** When a node dies in mid-answer, another may go on where it stopped, if that is safe. */
  continueAnswers: boolean
}

export interface AnswerWriterOptions {
  store: WrittenAnswers
  cluster: Pick<ClusterExecutor, 'execute'>
  /** Runs `task` once after `ms`; the returned function takes it back. */
  after(ms: number, task: () => void): () => void
  settings(): AnswerSettings
  escalator: Pick<Escalator, 'watches' | 'wrote' | 'settle' | 'ended' | 'settled'>
  /** What ends now is interrupted, not stopped by the user. */
  isStopping(): boolean
  /** Failures that no caller can be told of. */
  report(error: unknown): void
}

export interface AnswerWork {
  answer: Message
  /** The question. */
  parentId: string
  target: RouteTarget
  log: AnswerLog
  signal: AbortSignal
}

const checkpointMs = 400

/** Has one answer written by the cluster, into its log and into the store. Never rejects. */
export function createAnswerWriter(options: AnswerWriterOptions): (work: AnswerWork) => Promise<void> {
  const { store, cluster, escalator, report } = options
  const checkpoints = createCheckpoints({ after: options.after, ms: checkpointMs, report })

  async function save(message: Message): Promise<boolean> {
    try {
      await store.finishAnswer(message)
      return true
    } catch (error) {
      if (!hasCode(error, 'STORAGE_FAILED')) report(error)
      return false
    }
  }

  return async ({ answer, parentId, target, log, signal }) => {
    const draft: Draft = {
      content: '',
      reasoning: '',
      answeredBy: null,
      kept: [],
      superseded: false,
      toolCalls: 0,
    }
    let messages: readonly ChatMessage[] = []
    const checkpoint = () => {
      const { content, reasoning } = draft
      store.checkpointAnswer(answer.id, {
        content,
        reasoning: reasoning === '' ? undefined : reasoning,
        epoch: log.epoch,
      })
    }
    /** What the dead node wrote gives way to its successor. */
    const replace = () => {
      if (!draft.superseded) return
      Object.assign(draft, { content: '', reasoning: '', superseded: false, toolCalls: 0 })
      log.beginEpoch()
    }
    const failOver = (event: ExecutionEvent & { type: 'failedOver' }) => {
      const { stage, mode } = event.failover
      const isMidAnswer = stage === 'mid_answer'
      const continues = isMidAnswer && mode === 'continue'
      draft.kept.push(continues ? draft.content.length : null)
      log.append({ ...event, failover: withKept(draft)(event.failover, draft.kept.length - 1) })
      if (isMidAnswer && !continues) draft.superseded = true
    }
    const finish = async (event: ExecutionEvent & { type: 'finished' | 'failed' }) => {
      checkpoints.forget(checkpoint)
      // A successor may finish without a word; then nothing is the answer, not what the dead node had begun.
      if (event.type === 'finished') replace()
      const final = finalMessage(answer, draft, event, options.isStopping())
      const turn = event.type === 'finished' ? turnOf(answer, draft, event, messages, target) : null
      const message = turn === null ? final : escalator.settle(final, turn)
      const saved = await save(message)
      log.append({ type: 'finished', message, saved })
      escalator.ended(message)
      if (turn !== null) escalator.settled(message, turn)
    }

    try {
      const { systemPrompt, maxHistoryTokens, temperature, continueAnswers } = options.settings()
      messages = buildPromptWindow(store.history(parentId), systemPrompt, maxHistoryTokens).messages
      const isEscalation = answer.escalatedFrom !== undefined
      const request = {
        messages,
        target,
        origin: 'chat',
        client: 'chat',
        conversation: answer.conversationId,
        onStreamFailure: continueAnswers ? 'continue' : 'restart',
        // A window can take text back.
        mayRestart: true,
        temperature,
        ...(escalator.watches(target, isEscalation) ? { watchConfidence: true } : {}),
      } as const
      for await (const event of cluster.execute(request, signal)) {
        switch (event.type) {
          case 'stage':
            log.append(event)
            break
          case 'routed':
            draft.answeredBy = event.answeredBy
            log.append(event)
            break
          case 'text':
          case 'reasoning':
            replace()
            if (draft.content === '' && event.type === 'text') escalator.wrote(answer, draft.answeredBy?.tier)
            draft[event.type === 'text' ? 'content' : 'reasoning'] += event.text
            log.write(event.type, event.text)
            checkpoints.later(checkpoint)
            break
          case 'failedOver':
            failOver(event)
            break
          case 'tool_call':
            // No tools are offered in a chat yet, so a call is a model making things up.
            draft.toolCalls += 1
            break
          case 'finished':
          case 'failed':
            await finish(event)
            return
        }
      }
      throw new Error('An execution ended without an outcome.')
    } catch (error) {
      report(error)
      const failure = new HarombeError('INTERNAL', 'Something went wrong inside harombe while answering.')
      await finish({
        type: 'failed',
        error: failure,
        route: null,
        answeredBy: null,
        metrics: null,
        failovers: [],
      })
    }
  }
}
