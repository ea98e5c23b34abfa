import { expect, it } from 'vitest'
import { toHistory, withThoughtClosed } from './chat-history'

const call = (id: string, city: string) => ({ id, name: 'weather', arguments: { city } })

it('makes one turn of what the model says, calls and gets back', () => {
  expect(
    toHistory([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Weather?' },
      { role: 'assistant', content: 'Let me see.', toolCalls: [call('a', 'Bern'), call('b', 'Rome')] },
      { role: 'tool', content: 'rain', toolCallId: 'b' },
      { role: 'tool', content: 'sun', toolCallId: 'a' },
      { role: 'assistant', content: 'In Bern' },
    ]),
  ).toEqual([
    { type: 'system', text: 'Be brief.' },
    { type: 'user', text: 'Weather?' },
    {
      type: 'model',
      response: [
        'Let me see.',
        {
          type: 'functionCall',
          name: 'weather',
          params: { city: 'Bern' },
          result: 'sun',
          startsNewChunk: true,
        },
        { type: 'functionCall', name: 'weather', params: { city: 'Rome' }, result: 'rain' },
        'In Bern',
      ],
    },
  ])
})

it('gives a result without an id to the first call that waits for one', () => {
  const [, turn] = toHistory([
    { role: 'user', content: '?' },
    { role: 'assistant', content: '', toolCalls: [call('a', 'Bern'), call('b', 'Rome')] },
    { role: 'tool', content: 'one' },
    { role: 'tool', content: 'two' },
  ])
  expect(turn).toMatchObject({ response: [{ result: 'one' }, { result: 'two' }] })
})

it('does not lose a result that nobody asked for', () => {
  expect(toHistory([{ role: 'tool', content: '42', name: 'answer' }])).toEqual([
    { type: 'user', text: 'Result of answer:\n42' },
  ])
})

it('closes the thought of an answer that is still to begin, and of no other', () => {
  const closed = { type: 'segment', segmentType: 'thought', text: '', ended: true }
  expect(withThoughtClosed([{ type: 'user', text: '?' }])).toEqual([
    { type: 'user', text: '?' },
    { type: 'model', response: [closed] },
  ])
  const begun = [{ type: 'model' as const, response: ['It is'] }]
  expect(withThoughtClosed(begun)).toEqual(begun)
})
