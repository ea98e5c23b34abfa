import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bodyLimits } from '../limits'
import { postRaw } from '../testing/raw-http'
import { type StartedGateway, startGateway } from '../testing/start-gateway'

let gateway: StartedGateway
beforeAll(async () => {
  gateway = await startGateway({ limits: { refusedUpload: 1000 } })
})
afterAll(() => gateway.stop())

/** Every route of OpenAI's that asks a model, with the smallest request it answers. */
const smallest = {
  '/v1/chat/completions': { messages: [{ role: 'user', content: 'Hi' }] },
  '/v1/completions': { prompt: 'Hi' },
  '/v1/embeddings': { input: 'Hi' },
  '/v1/responses': { input: 'Hi' },
} as const
type Path = keyof typeof smallest
const paths = Object.keys(smallest) as Path[]

const post = (path: string, body: string | Buffer, ...lines: string[]) =>
  postRaw(gateway.port, path, body, lines.length === 0 ? undefined : lines)
/** The smallest request with one more field, written as it stands: JSON.stringify knows no 1e309. */
const withField = (path: Path, field: string) =>
  post(path, `${JSON.stringify(smallest[path]).slice(0, -1)},${field}}`)

const asked = () => gateway.fake.requests.length + gateway.fake.embeddings.length

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const imageIn = (url: string) => ({
  '/v1/chat/completions': {
    messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }],
  },
  '/v1/responses': { input: [{ role: 'user', content: [{ type: 'input_image', image_url: url }] }] },
})

describe.each(paths)('hostile requests to %s', path => {
  it('reaches the cluster when nothing is wrong', async () => {
    const before = asked()
    expect((await post(path, JSON.stringify(smallest[path]))).status).toBe(200)
    expect(asked()).toBe(before + 1)
  })

  it.each([
    ['15: deep JSON', (it: Path) => withField(it, `"metadata":${'['.repeat(2_000_000)}`), 400],
    ['15: deep JSON that ends', (it: Path) => withField(it, `"x":${'['.repeat(70)}${']'.repeat(70)}`), 400],
    ['17: a body that is a number', (it: Path) => post(it, '1e309'), 400],
    ['17: a body that is null', (it: Path) => post(it, 'null'), 400],
    ['18: a path for a model', (it: Path) => withField(it, '"model":"../../etc/passwd"'), 400],
    ['18: a NUL in a model', (it: Path) => withField(it, '"model":"a\\u0000b"'), 400],
    ['18: a long model', (it: Path) => withField(it, `"model":"${'x'.repeat(10_000)}"`), 400],
    ['18: a node that is none', (it: Path) => withField(it, '"model":"node/../x"'), 400],
    ['19: broken UTF-8', (it: Path) => post(it, Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d])), 400],
    [
      '20: a compressed body',
      (it: Path) =>
        post(
          it,
          gzipSync(JSON.stringify(smallest[it])),
          'Content-Type: application/json',
          'Content-Encoding: gzip',
        ),
      415,
    ],
    ['9: a form', (it: Path) => post(it, JSON.stringify(smallest[it]), 'Content-Type: text/plain'), 415],
  ])('%s', async (_name, send, status) => {
    const before = asked()
    const answer = await send(path)
    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.body)).toEqual({
      error: {
        message: expect.any(String),
        type: 'invalid_request_error',
        param: expect.toSatisfy(param => param === null || typeof param === 'string'),
        code: expect.any(String),
      },
    })
    expect(asked()).toBe(before)
  })

  it('14: is not read past its limit, whatever makes it large', async () => {
    const before = asked()
    const padding = `"user":"${'a'.repeat(bodyLimits.chat)}"`
    expect((await withField(path, padding)).status).toBe(413)
    expect(asked()).toBe(before)
  })

  it('16: keys that want to be a prototype reach nobody', async () => {
    const answer = await withField(
      path,
      '"__proto__":{"model":"node/evil","admin":true},"constructor":{"prototype":{"x":1}}',
    )
    expect(answer.status).toBe(200)
    const seen = [...gateway.fake.requests, ...gateway.fake.embeddings]
    expect(seen.every(request => request.target.node === undefined)).toBe(true)
    expect('admin' in {}).toBe(false)
  })
})

describe('numbers that are none', () => {
  const fields: Partial<Record<Path, string[]>> = {
    '/v1/chat/completions': ['max_tokens', 'max_completion_tokens', 'temperature', 'top_p', 'seed', 'top_k'],
    '/v1/completions': ['max_tokens', 'temperature', 'min_p', 'presence_penalty'],
    '/v1/embeddings': ['dimensions'],
    '/v1/responses': ['max_output_tokens', 'temperature'],
  }
  const cases = Object.entries(fields).flatMap(([path, names]) =>
    names.flatMap(name => ['1e309', '"NaN"', '[]', '-1e308'].map(value => [path, name, value] as const)),
  )
  it.each(cases)('17: %s refuses %s: %s', async (path, name, value) => {
    const answer = await withField(path as Path, `"${name}":${value}`)
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body).error.param).toBe(name)
  })

  it('17: -1 is no number of tokens', async () => {
    for (const [path, name] of [
      ['/v1/chat/completions', 'max_tokens'],
      ['/v1/completions', 'max_tokens'],
      ['/v1/responses', 'max_output_tokens'],
      ['/v1/embeddings', 'dimensions'],
    ] as const) {
      expect((await withField(path, `"${name}":-1`)).status).toBe(400)
    }
  })
})

describe('text that is not text', () => {
  it.each(['""', '[""]'])('%s is no prompt: a node would load its model and say nothing', async prompt => {
    const answer = await post('/v1/completions', `{"prompt":${prompt}}`)
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body).error).toMatchObject({
      message: 'prompt: The prompt is empty.',
      param: 'prompt',
    })
  })

  it('19: lone surrogates become what can be written', async () => {
    await post('/v1/completions', '{"prompt":"a\\ud800b","suffix":"\\udfff"}')
    expect(gateway.fake.requests.at(-1)?.prompt).toEqual({ text: 'a\ufffdb', suffix: '\ufffd' })
    await post('/v1/responses', '{"input":"a\\ud800b","instructions":"\\udfff"}')
    expect(gateway.fake.requests.at(-1)?.messages).toEqual([
      { role: 'system', content: '\ufffd' },
      { role: 'user', content: 'a\ufffdb' },
    ])
    await post('/v1/embeddings', '{"input":["a\\ud800b"]}')
    expect(gateway.fake.embeddings.at(-1)?.inputs).toEqual(['a\ufffdb'])
  })
})

describe('24: images', () => {
  it.each([
    ['a cloud’s metadata', 'http://169.254.169.254/latest/meta-data/', 400],
    ['a file', 'file:///etc/passwd', 400],
    ['a page in a data: URL', `data:text/html;base64,${Buffer.from('<script>').toString('base64')}`, 400],
    ['SVG', `data:image/svg+xml;base64,${Buffer.from('<svg/>').toString('base64')}`, 400],
    ['a wrong signature', 'data:image/png;base64,AAAAAAAAAAAAAAAA', 400],
    ['no base64', 'data:image/png;base64,\u0000\u0001', 400],
    ['a PNG', `data:image/png;base64,${png.toString('base64')}`, 200],
  ])('%s', async (_name, url, status) => {
    for (const [path, body] of Object.entries(imageIn(url))) {
      const before = asked()
      const answer = await post(path, JSON.stringify(body))
      expect(answer.status, path).toBe(status)
      expect(asked() - before, path).toBe(status === 200 ? 1 : 0)
    }
  })

  it('may be larger together than a text may be, up to their own bound', async () => {
    const large = (bytes: number) =>
      `data:image/png;base64,${Buffer.concat([png, Buffer.alloc(bytes)]).toString('base64')}`
    for (const [path, body] of Object.entries(imageIn(large(6 * 1024 * 1024)))) {
      expect((await post(path, JSON.stringify(body))).status, path).toBe(200)
      const withText = { ...body, metadata: {}, user: 'a'.repeat(bodyLimits.chat) }
      expect((await post(path, JSON.stringify(withText))).status, path).toBe(413)
    }
    const [[path, body] = ['', {}]] = Object.entries(imageIn(large(19 * 1024 * 1024)))
    expect((await post(path, JSON.stringify(body))).status).toBe(413)
  })
})

it('has OpenAI’s words for what is not there and for what may not be asked', async () => {
  for (const [method, path] of [
    ['POST', '/v1/audio/speech'],
    ['GET', '/v1/files'],
    ['DELETE', '/v1/models/qwen2.5:7b'],
    ['GET', '/v1/responses/resp_1'],
  ] as const) {
    const response = await fetch(`${gateway.endpoint}${path}`, { method })
    expect(response.status, path).toBe(404)
    expect(await response.json()).toMatchObject({
      error: { type: 'invalid_request_error', code: 'not_found' },
    })
  }
  const foreign = await fetch(`${gateway.endpoint}/v1/models`, { headers: { origin: 'http://evil.com' } })
  expect(foreign.status).toBe(403)
  expect(await foreign.json()).toMatchObject({ error: { type: 'permission_error' } })
})
