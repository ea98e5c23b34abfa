import { describe, expect, it } from 'vitest'
import { type Conversation, readConversationLine } from './conversation-line'

function conversationOf(line: unknown): Conversation {
  const read = readConversationLine(JSON.stringify(line))
  if ('error' in read) throw read.error
  return read.conversation
}
const messagesOf = (...messages: unknown[]) => conversationOf({ id: 1, messages }).messages

function refused(text: string) {
  const read = readConversationLine(text)
  if (!('error' in read)) throw new Error('It was taken.')
  return { id: read.id, code: read.error.code, message: read.error.message }
}

describe('a line', () => {
  it('with a prompt is one question', () => {
    expect(conversationOf({ id: 1, prompt: 'hi', messages: null })).toEqual({
      messages: [{ role: 'user', content: 'hi' }],
      tools: [],
    })
  })

  it('has messages as the APIs of OpenAI, Ollama and Anthropic have them', () => {
    const messages = messagesOf(
      { role: 'developer', content: 'Be kind.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url: 'https://example.org/a.png' } },
          { type: 'input_text', text: 'And that?' },
          'Well?',
        ],
      },
      { role: 'user', content: 'And these?', images: ['aGk=', 'aGk='] },
    )
    expect(messages.map(({ role, content }) => [role, content])).toEqual([
      ['system', 'Be kind.'],
      ['user', 'What is this?\nAnd that?\nWell?'],
      ['user', 'And these?'],
    ])
    expect(messages.map(({ images }) => images?.length)).toEqual([undefined, 1, 2])
  })

  it('has tools, calls of them and what they gave', () => {
    const call = (args: unknown) => ({ id: 'c', function: { name: 'search', arguments: args } })
    const [asked, given] = messagesOf(
      { role: 'assistant', content: null, tool_calls: [call('{"q":"x"}'), call({ q: 'y' }), call('{"q":')] },
      { role: 'tool', tool_call_id: 'c', content: 'found' },
    )
    expect(asked).toEqual({
      role: 'assistant',
      content: '',
      toolCalls: [{ q: 'x' }, { q: 'y' }, { text: '{"q":' }].map(args => ({
        id: 'c',
        name: 'search',
        arguments: args,
      })),
    })
    expect(given).toEqual({ role: 'tool', content: 'found', toolCallId: 'c' })
    const tools = [{ type: 'function', function: { name: 'search', parameters: null } }]
    expect(conversationOf({ prompt: 'x', tools }).tools).toEqual([{ name: 'search', parameters: {} }])
  })

  it('tolerates null where something may be left away', () => {
    const nulls = { images: null, tool_calls: null, tool_call_id: null, name: null }
    expect(messagesOf({ role: 'user', content: null, ...nulls })).toEqual([{ role: 'user', content: '' }])
    expect(messagesOf({ role: 'user', content: [{ type: 'text', text: null }, { type: 'file' }] })).toEqual([
      { role: 'user', content: '' },
    ])
  })

  it.each(['"a"', '7', 'null', 'true', '[1,"a"]', '{"id":{"id":1}}', '12345678901234567890', '1.10'])(
    'gives its id back as it was written: %s',
    id => {
      expect(readConversationLine(`{"id":${id},"prompt":"x"}`).id).toBe(id)
      expect(readConversationLine(`{"prompt":7,"id":${id}}`).id).toBe(id)
    },
  )

  it('does not mistake the id of something deeper for its own', () => {
    const line = '{"id":1.50,"messages":[{"role":"user","content":"x","id":2.50}]}'
    expect(readConversationLine(line).id).toBe('1.50')
    expect(readConversationLine('{"prompt":"x"}').id).toBeUndefined()
  })

  it.each([
    ['{"id":1,', undefined, 'not JSON'],
    ['[1]', undefined, 'not a JSON object'],
    ['{"id":1}', '1', 'either a prompt or messages'],
    ['{"id":1,"prompt":"a","messages":[{"role":"user","content":"b"}]}', '1', 'either a prompt or messages'],
    ['{"id":1,"prompt":5}', '1', 'prompt'],
    ['{"id":1,"messages":[]}', '1', 'There is no message'],
    ['{"id":1,"messages":[{"role":"robot","content":"x"}]}', '1', 'messages[0].role'],
    ['{"id":1,"messages":[{"role":"user","content":5}]}', '1', 'messages[0].content'],
  ])('is refused, with its id where it has one: %s', (text, id, message) => {
    expect(refused(text)).toEqual({ id, code: 'BAD_REQUEST', message: expect.stringContaining(message) })
  })
})
