import { describe, expect, it } from 'vitest'
import { finished, routed, says, text, toolCall } from './testing/fake-cluster'
import { shareGateway } from './testing/share-gateway'

const gateway = shareGateway()
const { post } = gateway

const call = (id: string, name = 'search') => toolCall({ id, name, arguments: { id } })
const parameters = { type: 'object', properties: {} }
const hello = [{ role: 'user', content: 'Hi' }]

interface Dialect {
  path: string
  question: object
  /** One call at most. */
  single: object
  /** The same, and one there must be. */
  forced: object
}

const dialects: Record<string, Dialect> = {
  'chat completions': {
    path: '/v1/chat/completions',
    question: { messages: hello, tools: [{ type: 'function', function: { name: 'search' } }] },
    single: { parallel_tool_calls: false },
    forced: { parallel_tool_calls: false, tool_choice: 'required' },
  },
  responses: {
    path: '/v1/responses',
    question: { input: 'Hi', tools: [{ type: 'function', name: 'search' }] },
    single: { parallel_tool_calls: false },
    forced: { parallel_tool_calls: false, tool_choice: 'required' },
  },
  messages: {
    path: '/v1/messages',
    question: {
      model: 'auto',
      max_tokens: 9,
      messages: hello,
      tools: [{ name: 'search', input_schema: parameters }],
    },
    single: { tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
    forced: { tool_choice: { type: 'any', disable_parallel_tool_use: true } },
  },
}

const cases = Object.entries(dialects).flatMap(([name, dialect]) =>
  [false, true].map(stream => ({ name, stream, ...dialect })),
)

describe.each(cases)('$name, stream: $stream', ({ path, stream, question, single, forced }) => {
  const ask = (changes: object) => post(path, { ...question, stream, ...changes })
  const idsIn = (body: string) => ['one', 'two', 'made-up'].filter(id => body.includes(`"${id}"`))

  it('delivers every call, and the first one to whoever takes only one', async () => {
    gateway.fake.play(says(routed, call('one'), call('two'), finished('tool_calls')))
    expect(idsIn(await (await ask({})).text())).toEqual(['one', 'two'])
    expect(idsIn(await (await ask(single)).text())).toEqual(['one'])
  })

  it('delivers the first call of a tool that was offered where one was insisted on', async () => {
    gateway.fake.play(says(routed, call('made-up', 'nothing'), call('two'), finished('tool_calls')))
    expect(idsIn(await (await ask(forced)).text())).toEqual(['two'])
  })

  it('says who answered without the call that was insisted on, and that asking again is pointless', async () => {
    gateway.fake.play(says(routed, text('No.'), finished()))
    const { status, headers } = await ask(forced)
    expect(status).toBe(502)
    expect(headers.get('x-harombe-node')).toBe('mac-mini')
    expect(headers.get('x-should-retry')).toBe('false')
  })
})

it('says what is wrong when a call is insisted on and no tool is offered', async () => {
  const body = { messages: hello, tool_choice: 'required' }
  expect(await (await post('/v1/chat/completions', body)).json()).toMatchObject({
    error: { message: expect.stringContaining('there are no tools'), param: 'tool_choice' },
  })
})
