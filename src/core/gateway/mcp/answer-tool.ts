import type { AskEvent } from '../../../shared/contract/chat'
import { failoverText } from '../../../shared/entities/failover-words'
import { stageText } from '../../../shared/entities/stage-words'
import { HarombeError } from '../../../shared/errors'
import { countText } from '../../../shared/sizes'
import { english } from '../../../shared/texts/english'

export interface CollectedAnswer {
  text: string
  finished: Extract<AskEvent, { type: 'finished' }>
}

/** Milliseconds between two remarks on how far it is. */
const remarkMs = 250

export interface CollectOptions {
  monotonic(): number
  /** How far it is, in words. */
  onProgress(words: string): void
}

/** Follows an answer to its end. @throws HarombeError what it failed with */
export async function collectAnswer(
  events: AsyncIterable<AskEvent>,
  { monotonic, onProgress }: CollectOptions,
): Promise<CollectedAnswer> {
  let text = ''
  let remarkedAt = Number.NEGATIVE_INFINITY
  const remark = (words: string, isUrgent: boolean) => {
    const now = monotonic()
    if (!isUrgent && now - remarkedAt < remarkMs) return
    remarkedAt = now
    onProgress(words)
  }
  for await (const event of events) {
    switch (event.type) {
      case 'stage':
        remark(stageText(event, english), true)
        break
      case 'text':
        text += event.text
        remark(`Writing, ${countText(text.length)} characters so far`, false)
        break
      case 'reasoning':
        remark('Thinking', false)
        break
      case 'failedOver': {
        const { failover, next } = event
        const goesOn = failover.stage === 'mid_answer' && failover.mode === 'continue'
        if (!goesOn) text = ''
        remark(failoverText(failover, next, english), true)
        break
      }
      case 'finished':
        return { text, finished: event }
      default:
    }
  }
  throw new HarombeError('STREAM_CUT_OFF', 'The answer ended without finishing.')
}
