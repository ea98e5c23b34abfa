import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../../shared/errors'
import {
  answeredBy,
  failed,
  finished,
  metrics,
  reasoning,
  route,
  routed,
  says,
  text,
  toolCall,
} from '../testing/fake-cluster'
import { shareGateway } from '../testing/share-gateway'
import { startGateway } from '../testing/start-gateway'
import { createOllamaAsker, hello } from './testing/ask-ollama'

const gateway = shareGateway()
const ask = createOllamaAsker(gateway.post)

const linesOf = async (response: Response): Promise<unknown[]> =>
  (await response.text())
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))

describe("an answer in Ollama's words", () => {
  it('is a line for every part, and its figures are those that were measured', async () => {
    const call = { id: 'a', name: 'search', arguments: { q: 'ß' } }
    gateway.fake.play(
      says(routed, reasoning('Hm.'), text('Hel'), text('lo'), toolCall(call), finished('tool_calls')),
    )
    const response = await ask()
    expect(response.headers.get('content-type')).toBe('application/x-ndjson')
    expect(response.headers.get('x-harombe-node')).toBe('mac-mini')
    const part = { model: 'qwen2.5:7b', created_at: expect.stringMatching(/Z$/), done: false }
    const role = 'assistant'
    expect(await linesOf(response)).toEqual([
      { ...part, message: { role, content: '', thinking: 'Hm.' } },
      { ...part, message: { role, content: 'Hel' } },
      { ...part, message: { role, content: 'lo' } },
      {
        ...part,
        message: {
          role,
          content: '',
          tool_calls: [{ id: 'a', function: { index: 0, name: 'search', arguments: { q: 'ß' } } }],
        },
      },
      {
        ...part,
        message: { role, content: '' },
        done: true,
        done_reason: 'stop',
        total_duration: 40e6,
        prompt_eval_count: 5,
        eval_count: 2,
        eval_duration: 28e6,
      },
    ])
  })

  it('leaves out what nobody counted or measured', async () => {
    gateway.fake.play(
      says(routed, text('Hello'), {
        type: 'finished',
        reason: 'length',
        usage: { promptTokens: null, completionTokens: null },
        route,
        answeredBy,
        metrics: { ...metrics, tokensPerSecond: null },
        failovers: [],
      }),
    )
    expect((await linesOf(await ask({}, '/api/generate'))).at(-1)).toEqual({
      model: 'qwen2.5:7b',
      created_at: expect.any(String),
      response: '',
      done: true,
      done_reason: 'length',
      total_duration: 40e6,
    })
  })

  it('ends with an error line, and without the mark of success, when it breaks off', async () => {
    for (const path of ['/api/chat', '/api/generate']) {
      gateway.fake.play(
        says(
          routed,
          text('Hel'),
          failed(new HarombeError('STREAM_CUT_OFF', 'It broke off.', { hint: 'Hm.' })),
        ),
      )
      const lines = await linesOf(await ask({}, path))
      expect(lines).toEqual([expect.objectContaining({ done: false }), { error: 'It broke off. Hm.' }])
    }
  })

  it('says that it is alive with a part that changes nothing', async () => {
    const waiting = await startGateway({ limits: { streamPing: 5 } })
    const { promise, resolve } = Promise.withResolvers<void>()
    waiting.fake.play(async function* () {
      await promise
      yield routed
      yield text('Hello')
      yield finished()
    })
    try {
      const response = await fetch(`${waiting.endpoint}/api/chat`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'auto', messages: hello }),
      })
      resolve()
      const [first] = await linesOf(response)
      expect(first).toMatchObject({ model: 'auto', message: { content: '' }, done: false })
    } finally {
      await waiting.stop()
    }
  })
})
