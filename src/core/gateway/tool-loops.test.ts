import { afterEach, describe, expect, it } from 'vitest'
import { type SimulatedCluster, startSimulatedCluster } from './testing/simulated-cluster'

let cluster: SimulatedCluster
afterEach(() => cluster.stop())

const ids = (round: number) => [`call-${round}-a`, `call-${round}-b`]
const functions = [{ type: 'function', function: { name: 'search', parameters: { type: 'object' } } }]
const reminder = '<system-reminder>Keep the list up to date.</system-reminder>'

interface Dialect {
  path: string
  body(messages: readonly object[]): object
  /** Two calls at once, and what came of them. */
  round(round: number): object[]
}

const dialects: Record<string, Dialect> = {
  OpenAI: {
    path: '/v1/chat/completions',
    body: messages => ({ model: 'auto', messages, tools: functions }),
    round: round => [
      {
        role: 'assistant',
        content: null,
        tool_calls: ids(round).map(id => ({
          id,
          type: 'function',
          function: { name: 'search', arguments: '{}' },
        })),
      },
      ...ids(round).map(id => ({ role: 'tool', tool_call_id: id, content: `found by ${id}` })),
    ],
  },
  Ollama: {
    path: '/api/chat',
    body: messages => ({ model: 'auto', messages, tools: functions, stream: false }),
    round: round => [
      {
        role: 'assistant',
        content: '',
        tool_calls: ids(round).map(id => ({ function: { name: 'search', arguments: { id } } })),
      },
      ...ids(round).map(id => ({ role: 'tool', tool_name: 'search', content: `found by ${id}` })),
    ],
  },
  Anthropic: {
    path: '/v1/messages',
    body: messages => ({
      ...{ model: 'auto', max_tokens: 100, messages },
      tools: [{ name: 'search', input_schema: { type: 'object' } }],
    }),
    round: round => [
      {
        role: 'assistant',
        content: ids(round).map(id => ({ type: 'tool_use', id, name: 'search', input: {} })),
      },
      {
        role: 'user',
        content: [
          ...ids(round).map(id => ({
            ...{ type: 'tool_result', tool_use_id: id, is_error: round === 0 },
            content: [{ type: 'text', text: `found by ${id}` }],
          })),
          { type: 'text', text: reminder },
        ],
      },
    ],
  },
}

describe.each(Object.entries(dialects))('a loop of tool calls in the dialect of %s', (_name, dialect) => {
  it('keeps its node for as long as that lives, and goes on with another when it dies', async () => {
    const model = 'qwen2.5:7b'
    const server = { models: [{ name: model, capabilities: ['completion', 'tools'] as const }] }
    cluster = await startSimulatedCluster({
      near: { server, spec: { model, tier: 0 } },
      far: { server, spec: { model, tier: 0 } },
    })
    const ask = async (messages: readonly object[], headers: Record<string, string> = {}) => {
      const response = await fetch(`${cluster.endpoint}${dialect.path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(dialect.body(messages)),
      })
      expect(await response.text()).not.toBe('')
      expect(response.status).toBe(200)
      return response.headers.get('x-harombe-node')
    }
    const usual = await ask([{ role: 'user', content: 'What is the weather in Oslo?' }])
    // The one begins that would not have been chosen.
    const first = usual === 'near' ? 'far' : 'near'
    let messages: object[] = [{ role: 'user', content: 'What is the weather in Rome?' }]
    expect(await ask(messages, { 'x-harombe-node': first })).toBe(first)
    for (const round of [0, 1, 2, 3]) {
      messages = [...messages, ...dialect.round(round)]
      expect(await ask(messages)).toBe(first)
    }
    await cluster.server(first).stop()
    messages = [...messages, ...dialect.round(4)]
    expect(await ask(messages)).toBe(usual)
    messages = [...messages, ...dialect.round(5)]
    expect(await ask(messages)).toBe(usual)
  })
})
