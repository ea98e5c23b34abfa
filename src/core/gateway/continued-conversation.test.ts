import { expect, it } from 'vitest'
import { seenByCluster } from './testing/ask-gateway'
import { shareGateway } from './testing/share-gateway'

const gateway = shareGateway()
const { post } = gateway

/** Two calls of one tool and their results, out of order: only the ids tell which belongs to which. */
const conversation = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Compare.' },
  {
    role: 'assistant',
    content: 'I look.',
    toolCalls: [
      { id: 'call_a', name: 'weather', arguments: { city: 'Köln' } },
      { id: 'toolu_b', name: 'weather', arguments: { city: 'Peru' } },
    ],
  },
  { role: 'tool', content: 'Rain', toolCallId: 'toolu_b', name: 'weather' },
  { role: 'tool', content: 'Sun', toolCallId: 'call_a', name: 'weather' },
  { role: 'user', content: 'So?' },
]

const functionOf = (city: string) => ({ name: 'weather', arguments: JSON.stringify({ city }) })

const said: Record<string, object> = {
  '/v1/chat/completions': {
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Compare.' },
      {
        role: 'assistant',
        content: 'I look.',
        tool_calls: [
          { id: 'call_a', type: 'function', function: functionOf('Köln') },
          { id: 'toolu_b', type: 'function', function: functionOf('Peru') },
        ],
      },
      { role: 'tool', tool_call_id: 'toolu_b', content: 'Rain' },
      { role: 'tool', tool_call_id: 'call_a', content: 'Sun' },
      { role: 'user', content: 'So?' },
    ],
  },
  '/v1/responses': {
    instructions: 'Be brief.',
    input: [
      { role: 'user', content: 'Compare.' },
      { role: 'assistant', content: [{ type: 'output_text', text: 'I look.' }] },
      { type: 'function_call', call_id: 'call_a', ...functionOf('Köln') },
      { type: 'function_call', call_id: 'toolu_b', ...functionOf('Peru') },
      { type: 'function_call_output', call_id: 'toolu_b', output: 'Rain' },
      { type: 'function_call_output', call_id: 'call_a', output: 'Sun' },
      { role: 'user', content: 'So?' },
    ],
  },
  '/v1/messages': {
    model: 'auto',
    max_tokens: 9,
    system: 'Be brief.',
    messages: [
      { role: 'user', content: 'Compare.' },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'I look.' },
          { type: 'tool_use', id: 'call_a', name: 'weather', input: { city: 'Köln' } },
          { type: 'tool_use', id: 'toolu_b', name: 'weather', input: { city: 'Peru' } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'toolu_b', content: 'Rain' },
          { type: 'tool_result', tool_use_id: 'call_a', content: 'Sun' },
          { type: 'text', text: 'So?' },
        ],
      },
    ],
  },
  '/api/chat': {
    model: 'auto',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Compare.' },
      {
        role: 'assistant',
        content: 'I look.',
        tool_calls: [
          { id: 'call_a', function: { name: 'weather', arguments: { city: 'Köln' } } },
          { id: 'toolu_b', function: { name: 'weather', arguments: { city: 'Peru' } } },
        ],
      },
      { role: 'tool', tool_call_id: 'toolu_b', content: 'Rain' },
      { role: 'tool', tool_call_id: 'call_a', content: 'Sun' },
      { role: 'user', content: 'So?' },
    ],
  },
}

it.each(Object.entries(said))('a conversation is the same in every dialect: %s', async (path, body) => {
  const seen = await seenByCluster(gateway, () => post(path, { ...body, stream: false }))
  expect(seen?.messages).toEqual(conversation)
})

it.each([
  ['/v1/responses', { input: [{ type: 'reasoning', id: 'rs_1', summary: [] }] }],
  ['/v1/messages', { model: 'auto', max_tokens: 9, messages: [{ role: 'assistant', content: '' }] }],
])('a conversation of which no word is left is refused: %s', async (path, body) => {
  const response = await post(path, body)
  expect([response.status, await response.text()]).toEqual([
    400,
    expect.stringContaining('nothing to answer'),
  ])
})
