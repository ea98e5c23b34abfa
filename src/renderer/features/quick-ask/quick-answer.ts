import type { AnswerEvent, AnsweredBy, AnswerStage, Message } from '../../../shared/entities'

/** One answer as far as it came. */
export interface QuickAnswer {
  nextSeq: number
  epoch: number
  text: string
  stage: AnswerStage | null
  node: string | null
  ahead: number | null
  expectedMs: number | null
  answeredBy: AnsweredBy | null
  /** A tool of the answer is at work; its name. */
  tool: string | null
  finished: Message | null
}

export const noAnswer: QuickAnswer = {
  nextSeq: 0,
  epoch: 0,
  text: '',
  stage: null,
  node: null,
  ahead: null,
  expectedMs: null,
  answeredBy: null,
  tool: null,
  finished: null,
}

function take(answer: QuickAnswer, event: AnswerEvent): QuickAnswer {
  switch (event.type) {
    case 'stage':
      return {
        ...answer,
        stage: event.stage,
        node: event.node,
        ahead: event.ahead ?? null,
        expectedMs: event.expectedMs ?? null,
      }
    case 'routed':
      return { ...answer, answeredBy: event.answeredBy }
    case 'text':
      return { ...answer, text: answer.text + event.text, stage: 'writing', tool: null }
    case 'failedOver': {
      const continues = event.failover.stage === 'mid_answer' && event.failover.mode === 'continue'
      return {
        ...answer,
        text: continues ? answer.text : '',
        answeredBy: null,
        stage: null,
        node: event.next,
      }
    }
    case 'step':
      return { ...answer, text: '', stage: null, node: null, tool: null }
    case 'toolCall':
      return { ...answer, text: '', tool: event.call.tool }
    case 'finished':
      return { ...answer, text: event.message.content, stage: null, tool: null, finished: event.message }
    case 'reasoning':
    case 'toolOutput':
    case 'sources':
      return answer
  }
}

/**
 * Takes one event of the numbered sequence; one that was seen changes nothing (the same object), a newer epoch voids the text. `gap`:
 * events are missing, and the stream is to be opened again from `nextSeq`.
 */
export function applyEvent(answer: QuickAnswer, event: AnswerEvent): QuickAnswer | 'gap' {
  if (event.seq < answer.nextSeq || answer.finished !== null) return answer
  if (event.seq > answer.nextSeq) return 'gap'
  const counted = { ...answer, nextSeq: event.seq + 1 }
  if (event.epoch < answer.epoch) return counted
  if (event.epoch === answer.epoch) return take(counted, event)
  return take({ ...counted, epoch: event.epoch, text: '' }, event)
}
