import { describe, expect, it } from 'vitest'
import type { Message } from '../../../shared/entities'
import { english } from '../../../shared/texts/english'
import { comparedPair, largerText, offerText, smallerText } from './escalation-words'
import { makeMessage } from './fake-client.fixture'

const answer = (id: string, change: Partial<Message> = {}) =>
  makeMessage(id, { parentId: 'q', role: 'assistant', ...change })
const mini = { node: 'mini', tier: 0, model: 'm', simulated: false } as const

describe('comparedPair', () => {
  it('sets an escalated answer beside the one it betters, whatever lies between', () => {
    const siblings = [answer('small'), answer('redo'), answer('large', { escalatedFrom: 'small' })]
    expect(siblings.map(message => comparedPair(siblings, message))).toEqual([
      ['small', 'large'],
      ['small', 'redo'],
      ['small', 'large'],
    ])
  })

  it('sets the first version beside the second, and a lone answer beside nothing', () => {
    const siblings = [answer('a'), answer('b')]
    expect(comparedPair(siblings, answer('a'))).toEqual(['a', 'b'])
    expect(comparedPair([answer('a')], answer('a'))).toBeNull()
    expect(comparedPair(siblings, answer('elsewhere'))).toBeNull()
  })

  it('does not point to an answer that is not there', () => {
    const orphan = answer('large', { escalatedFrom: 'deleted' })
    expect(comparedPair([orphan], orphan)).toBeNull()
  })
})

describe('words of an escalation', () => {
  it('make sentences of what was seen', () => {
    expect(
      offerText({ state: 'offered', tier: 2, reasons: ['it was cut off', 'it is very short'] }, english),
    ).toBe('It was cut off. A larger node might do better.')
    expect(offerText({ state: 'offered', tier: 2, reasons: [] }, english)).toBe(
      'A larger node might do better.',
    )
  })

  it('say how the larger answer ended', () => {
    const dgx = { ...mini, node: 'dgx', tier: 2 as const }
    expect(largerText(answer('l', { answeredBy: dgx }), english)).toBe('dgx (Powerful) made a larger answer.')
    expect(largerText(answer('l', { answeredBy: dgx, state: 'cancelled' }), english)).toBe(
      'The larger answer was stopped.',
    )
    const error = { code: 'NODE_BUSY', message: 'Full.', retryable: true } as const
    expect(largerText(answer('l', { state: 'failed', error }), english)).toBe(
      'The larger answer failed: Full.',
    )
  })

  it('name the smaller one and why it fell short', () => {
    const escalation = { state: 'made', tier: 2, reasons: ['it was cut off'] } as const
    expect(
      smallerText(
        answer('s', { answeredBy: mini, escalation: { ...escalation, reasons: ['it was cut off'] } }),
        english,
      ),
    ).toBe('Made after the answer of mini (Fast): it was cut off.')
    expect(smallerText(answer('s'), english)).toBe('Made after a smaller answer.')
  })
})
