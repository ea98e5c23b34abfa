import { describe, expect, it } from 'vitest'
import type { AnswerEvent } from '../../../shared/entities'
import { applyEvent, noAnswer, type QuickAnswer } from './quick-answer'

const text = (seq: number, words: string, epoch = 0): AnswerEvent => ({
  type: 'text',
  seq,
  epoch,
  text: words,
})

function play(events: readonly AnswerEvent[]): QuickAnswer {
  let answer = noAnswer
  for (const event of events) {
    const next = applyEvent(answer, event)
    if (next === 'gap') throw new Error(`a gap at ${event.seq}`)
    answer = next
  }
  return answer
}

describe('a quick answer', () => {
  it('takes each piece once, whatever is replayed', () => {
    expect(play([text(0, 'a'), text(1, 'b'), text(0, 'a'), text(1, 'b'), text(2, 'c')]).text).toBe('abc')
  })

  it('sees what is missing', () => {
    expect(applyEvent(noAnswer, text(1, 'b'))).toBe('gap')
  })

  it('begins anew when a node died, and ignores what the dead one still said', () => {
    expect(play([text(0, 'old'), text(1, 'new', 1), text(2, 'late', 0)]).text).toBe('new')
  })

  it('goes on where another node stopped when that is how it went on', () => {
    const failedOver = (seq: number, mode: 'continue' | 'restart'): AnswerEvent => ({
      type: 'failedOver',
      seq,
      epoch: 0,
      next: 'mini',
      failover: {
        node: 'pc',
        tier: 0,
        stage: 'mid_answer',
        mode,
        error: { code: 'NODE_UNREACHABLE', message: 'gone', retryable: true },
      },
    })
    expect(play([text(0, 'half'), failedOver(1, 'continue'), text(2, ' whole')]).text).toBe('half whole')
    expect(play([text(0, 'half'), failedOver(1, 'restart'), text(2, 'whole')]).text).toBe('whole')
  })
})
