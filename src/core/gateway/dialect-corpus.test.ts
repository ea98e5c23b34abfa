import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isRecord } from '../../shared/record'
import { bodyLimits } from './limits'
import { jsonHeader, postRaw, type RawAnswer } from './testing/raw-http'
import { type StartedGateway, startGateway } from './testing/start-gateway'

let gateway: StartedGateway
beforeAll(async () => {
  gateway = await startGateway({ limits: { refusedUpload: 1000 } })
})
afterAll(() => gateway.stop())

const post = (path: string, body: string | Buffer, ...lines: string[]) =>
  postRaw(gateway.port, path, body, [jsonHeader, ...lines])

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

/** How each way of asking writes the same question, and what its numbers and images are called. */
const dialects = {
  '/api/chat': {
    ask: (content: string) => ({ model: 'auto', stream: false, messages: [{ role: 'user', content }] }),
    limited: (tokens: string) =>
      `{"model":"auto","messages":[{"role":"user","content":"Hi"}],"options":{"num_predict":${tokens}}}`,
    shown: (data: string) => ({
      model: 'auto',
      stream: false,
      messages: [{ role: 'user', content: 'Hi', images: [data] }],
    }),
    isError: (body: unknown) => isRecord(body) && typeof body.error === 'string',
  },
  '/api/generate': {
    ask: (prompt: string) => ({ model: 'auto', stream: false, prompt }),
    limited: (tokens: string) => `{"model":"auto","prompt":"Hi","options":{"num_predict":${tokens}}}`,
    shown: (data: string) => ({ model: 'auto', stream: false, prompt: 'Hi', images: [data] }),
    isError: (body: unknown) => isRecord(body) && typeof body.error === 'string',
  },
  '/v1/messages': {
    ask: (content: string) => ({ model: 'auto', max_tokens: 9, messages: [{ role: 'user', content }] }),
    limited: (tokens: string) =>
      `{"model":"auto","messages":[{"role":"user","content":"Hi"}],"max_tokens":${tokens}}`,
    shown: (data: string) => ({
      model: 'auto',
      max_tokens: 9,
      messages: [
        {
          role: 'user',
          content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data } }],
        },
      ],
    }),
    isError: (body: unknown) =>
      isRecord(body) &&
      body.type === 'error' &&
      isRecord(body.error) &&
      typeof body.error.message === 'string',
  },
} as const

describe.each(Object.entries(dialects))(
  'hostile requests to %s',
  (path, { ask, limited, shown, isError }) => {
    const asked = () => gateway.fake.requests.length

    /** Refused in the dialect's own words, before any node hears of it. */
    async function expectRefusal(answer: Promise<RawAnswer>, status: number): Promise<void> {
      const before = asked()
      const { status: got, body } = await answer
      expect(got).toBe(status)
      expect(isError(JSON.parse(body))).toBe(true)
      expect(asked()).toBe(before)
    }

    it('14: text that is too long, with and without room for images', async () => {
      await expectRefusal(post(path, JSON.stringify(ask('a'.repeat(bodyLimits.chat + 1)))), 400)
      const large = JSON.stringify({ ...ask('Hi'), filler: 'a'.repeat(bodyLimits.chat) })
      await expectRefusal(post(path, large), 413)
      await expectRefusal(post(path, Buffer.alloc(bodyLimits.images + 1, 'a')), 413)
    })

    it('15: two million brackets', async () => {
      await expectRefusal(post(path, '['.repeat(2_000_000)), 400)
    })

    it('16: a body that wants to be a prototype', async () => {
      const body = JSON.stringify(ask('Hi'))
      const hostile = `{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},${body.slice(1)}`
      expect((await post(path, hostile)).status).toBe(200)
      expect('admin' in {}).toBe(false)
      expect(gateway.fake.requests.at(-1)).not.toHaveProperty('admin')
    })

    it('17: numbers that are none', async () => {
      for (const tokens of ['-7', '1e309', '"NaN"', '0.5', '[]', '1e18']) {
        await expectRefusal(post(path, limited(tokens)), 400)
      }
    })

    it('18: names that are paths', async () => {
      for (const model of [
        '../../etc/passwd',
        '..\\..\\x',
        'x'.repeat(10_000),
        'a\u0000b',
        'node/../x',
        '',
      ]) {
        await expectRefusal(post(path, JSON.stringify({ ...ask('Hi'), model })), 400)
      }
    })

    it('19: text that is not text', async () => {
      await expectRefusal(post(path, Buffer.from([0x7b, 0xc3, 0x28, 0x7d])), 400)
      const body = JSON.stringify(ask('aXb')).replace('X', '\\ud800')
      expect((await post(path, body)).status).toBe(200)
      expect(gateway.fake.requests.at(-1)?.messages.at(-1)?.content).toBe('a\ufffdb')
    })

    it('20: a compressed body', async () => {
      const bomb = gzipSync(JSON.stringify(ask('a'.repeat(1_000_000))))
      await expectRefusal(post(path, bomb, 'Content-Encoding: gzip'), 415)
    })

    it('24: images that are addresses, pages or nothing', async () => {
      const hostile = [
        'http://169.254.169.254/latest/meta-data/',
        'file:///etc/passwd',
        '/etc/passwd',
        '',
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64'),
      ]
      for (const data of hostile) await expectRefusal(post(path, JSON.stringify(shown(data))), 400)
      expect((await post(path, JSON.stringify(shown(png.toString('base64'))))).status).toBe(200)
      expect(gateway.fake.requests.at(-1)?.messages.at(-1)?.images).toHaveLength(1)
    })
  },
)

describe('hostile requests to other routes', () => {
  it('18: names that are paths, wherever a model is named', async () => {
    for (const model of ['../../etc/passwd', '..\\..\\x', 'x'.repeat(10_000), 'a\u0000b', 'node/a/../b']) {
      for (const path of ['/api/show', '/api/embed', '/api/embeddings']) {
        const body = { model, input: 'Hi', prompt: 'Hi' }
        expect((await post(path, JSON.stringify(body))).status).toBe(400)
      }
      const admin = 'Authorization: Bearer admin-token-of-this-run'
      for (const name of [model, `node/mac-mini/${model}`]) {
        expect((await post('/api/pull', JSON.stringify({ model: name }), admin)).status).toBe(400)
      }
    }
    expect(gateway.fakeModels.started).toEqual([])
    expect(gateway.fake.embeddings).toEqual([])
  })

  it("24: Anthropic's ways to have something fetched", async () => {
    const sources = [
      { type: 'url', url: 'http://169.254.169.254/' },
      { type: 'file', file_id: '../../etc/passwd' },
    ]
    for (const source of sources) {
      for (const block of [
        { type: 'image', source },
        { type: 'document', source },
        { type: 'tool_result', tool_use_id: 'a', content: [{ type: 'image', source }] },
      ]) {
        const messages = [{ role: 'user', content: [block] }]
        const answer = await post('/v1/messages', JSON.stringify({ model: 'auto', max_tokens: 9, messages }))
        expect(answer.status).toBe(400)
        expect(JSON.parse(answer.body)).toMatchObject({ error: { type: 'invalid_request_error' } })
      }
    }
    const body = { ...dialects['/v1/messages'].ask('Hi'), mcp_servers: [{ url: 'http://127.0.0.1/' }] }
    expect((await post('/v1/messages', JSON.stringify(body))).status).toBe(400)
  })

  it('16: arguments that want to be a prototype', async () => {
    const input = '{"__proto__":{"admin":true},"q":1}'
    const anthropic = `{"model":"auto","max_tokens":9,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":${input}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a"}]}]}`
    const ollama = `{"model":"auto","messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":${input}}}]},{"role":"tool","content":"x"}]}`
    for (const [path, body] of [
      ['/v1/messages', anthropic],
      ['/api/chat', ollama],
    ] as const) {
      expect((await post(path, body)).status).toBe(200)
      const [call] = gateway.fake.requests.at(-1)?.messages[0]?.toolCalls ?? []
      expect(call?.arguments).toEqual({ q: 1 })
      expect(call?.arguments.admin).toBeUndefined()
    }
  })
})
