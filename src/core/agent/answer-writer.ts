import type { Conversation, Message, RunStep } from '../../shared/entities'
import { HarombeError, hasCode } from '../../shared/errors'
import type { ExecutionEvent, RouteTarget } from '../coordination/types'
import type { ChatMessage } from '../inference/protocol'
import { beginThought, brokenOff, clearDraft, finalMessage, newDraft, turnOf, withKept } from './answer-draft'
import { type AnswerEventsOptions, openAnswerEvents } from './answer-events'
import type { AnswerLog } from './answer-log'
import { createCheckpoints } from './checkpoints'
import type { Escalator } from './escalate'
import type { CallStops } from './run/call-stops'
import type { RunEvent } from './run/types'

/** Where an answer goes while it is written. What is written in one turn goes to the disk together. */
export interface WrittenAnswers {
  history(leafId: string): Message[]
  checkpointAnswer(
    id: string,
    checkpoint: { content: string; reasoning?: string | undefined; epoch: number },
  ): void
  /** The steps of an answer that is being written. Resolves when they are committed */
  recordSteps(id: string, steps: readonly RunStep[]): Promise<void>
  /** Resolves when it is committed; rejects with STORAGE_FAILED when the disk refused: it is then kept in memory */
  finishAnswer(message: Message): Promise<void>
}

export interface AnswerWriterOptions extends AnswerEventsOptions {
  store: WrittenAnswers
  /** Runs `task` once after `ms`; the returned function takes it back. */
  after(ms: number, task: () => void): () => void
  escalator: Pick<Escalator, 'watches' | 'wrote' | 'settle' | 'ended' | 'settled'>
  /** What ends now is interrupted, not stopped by the user. */
  isStopping(): boolean
  /** Failures that no caller can be told of. */
  report(error: unknown): void
}

export interface AnswerWork {
  answer: Message
  conversation: Conversation
  /** The question. */
  parentId: string
  target: RouteTarget
  /** Whoever asks may have things done on this machine. */
  mayUseTools: boolean
  log: AnswerLog
  stops: CallStops
  signal: AbortSignal
}

const checkpointMs = 250

/** Has one answer written by the cluster, into its log and into the store. Never rejects. */
export function createAnswerWriter(options: AnswerWriterOptions): (work: AnswerWork) => Promise<void> {
  const { store, contexts, escalator, report } = options
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

  function tellContexts(message: Message): void {
    try {
      contexts.answered(message.conversationId, message)
    } catch (error) {
      report(error)
    }
  }

  return async ({ answer, conversation, parentId, target, mayUseTools, log, stops, signal }) => {
    const draft = newDraft()
    let messages: readonly ChatMessage[] = []
    const checkpoint = () => {
      const { content, reasoning } = draft
      store.checkpointAnswer(answer.id, {
        content,
        reasoning: reasoning === '' ? undefined : reasoning,
        epoch: log.epoch,
      })
    }
    const hasSpoken = () => draft.content !== '' || draft.reasoning !== ''
    /** What the dead node wrote gives way to its successor. */
    const replace = () => {
      if (!draft.superseded) return
      clearDraft(draft)
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
    const beginStep = (event: RunEvent & { type: 'step' }) => {
      if (event.index === draft.step) {
        // Asked once more: what it said is void, and the calls before it are not.
        if (hasSpoken()) log.beginEpoch()
        clearDraft(draft)
        return
      }
      beginThought(draft, event.index)
      log.append(event)
    }
    const record = (steps: readonly RunStep[]) => {
      draft.steps = steps
      return store.recordSteps(answer.id, steps)
    }
    const finish = async (event: RunEvent & { type: 'finished' | 'failed' }) => {
      checkpoints.forget(checkpoint)
      // A successor may finish without a word; then nothing is the answer, not what the dead node had begun.
      if (event.type === 'finished') replace()
      const final = finalMessage(answer, draft, event, event.outcome, options.isStopping())
      // What came of tools is no matter of the model's size alone.
      const isPlain = event.type === 'finished' && event.outcome.steps.length === 0
      const turn = isPlain ? turnOf(answer, draft, event, messages, target) : null
      const message = turn === null ? final : escalator.settle(final, turn)
      const saved = await save(message)
      log.append({ type: 'finished', message, saved })
      escalator.ended(message)
      if (turn !== null) escalator.settled(message, turn)
      tellContexts(message)
    }

    try {
      const watchConfidence = escalator.watches(target, answer.escalatedFrom !== undefined)
      const history = store.history(parentId)
      const asked = { answer, conversation, history, target, watchConfidence, mayUseTools, stops, record }
      const opened = await openAnswerEvents(options, asked, signal)
      messages = opened.messages
      if (opened.context.sources.length > 0) {
        log.append({ type: 'sources', sources: [...opened.context.sources] })
      }
      for await (const event of opened.events) {
        switch (event.type) {
          case 'stage':
          case 'sources':
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
            // No such tool was offered: a model making things up.
            draft.toolCalls += 1
            break
          case 'step':
            beginStep(event)
            break
          case 'toolCall':
            // The thought is over: what it said stands in its step from now on, and not in the answer.
            replace()
            if (hasSpoken()) checkpoints.later(checkpoint)
            clearDraft(draft)
            log.append(event)
            break
          case 'toolOutput':
            log.output(event.callId, event.text)
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
        outcome: brokenOff(draft),
      })
    }
  }
}
