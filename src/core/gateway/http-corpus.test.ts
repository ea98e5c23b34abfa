import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bodyLimits } from './limits'
import { openSocket, postRaw, sendLines, sendRaw } from './testing/raw-http'
import { type StartedGateway, startGateway } from './testing/start-gateway'

let gateway: StartedGateway
let host: string
beforeAll(async () => {
  gateway = await startGateway({ limits: { headersTimeout: 300, controlUpload: 300, refusedUpload: 1000 } })
  host = `Host: 127.0.0.1:${gateway.port}`
})
afterAll(() => gateway.stop())

const get = (path: string, ...lines: string[]) =>
  sendLines(gateway.port, `GET ${path} HTTP/1.1`, [host, ...lines])
const post = (path: string, body: string | Buffer, ...lines: string[]) =>
  postRaw(gateway.port, path, body, lines.length === 0 ? undefined : lines)
const chat = (extra: object) =>
  post('/v1/chat/completions', JSON.stringify({ messages: [{ role: 'user', content: 'Hi' }], ...extra }))

describe('hostile requests', () => {
  it('1: two Host headers', async () => {
    expect((await get('/health', 'Host: evil.com')).status).toBe(400)
  })

  it('2: HTTP/1.0 and HTTP/1.1 without a Host', async () => {
    expect((await sendLines(gateway.port, 'GET /health HTTP/1.0', [])).status).toBe(400)
    expect((await sendLines(gateway.port, 'GET /health HTTP/1.1', [])).status).toBe(400)
  })

  it.each([
    ['3', 'evil.com', 421],
    ['4', '127.0.0.1.nip.io', 421],
    ['5', 'localhost.', 400],
  ])('%s: Host %s', async (_number, name, status) => {
    const lines = [`Host: ${name}:${gateway.port}`]
    for (const path of ['/health', '/', '/v1/models', '/rpc', '/nowhere', '/%zz']) {
      expect((await sendLines(gateway.port, `GET ${path} HTTP/1.1`, lines)).status).toBe(status)
    }
  })

  it('6: an absolute address of another host', async () => {
    const answer = await sendLines(gateway.port, 'GET http://evil.com/health HTTP/1.1', [host])
    expect(answer.status).toBe(400)
  })

  it.each([
    ['7', 'null'],
    ['8', 'http://localhost.evil.com'],
  ])('%s: Origin %s, and nothing it may read', async (_number, origin) => {
    const answer = await get('/health', `Origin: ${origin}`)
    expect(answer.status).toBe(403)
    expect(Object.keys(answer.headers).filter(name => name.startsWith('access-control'))).toEqual([])
  })

  it('9: JSON as text/plain reaches no handler', async () => {
    const asked = gateway.fake.requests.length
    const body = JSON.stringify({ message: 'Hi' })
    expect((await post('/chat', body, 'Content-Type: text/plain')).status).toBe(415)
    expect(gateway.fake.requests.length).toBe(asked)
  })

  it('10: Content-Length together with Transfer-Encoding', async () => {
    const answer = await sendRaw(
      gateway.port,
      `POST /chat HTTP/1.1\r\n${host}\r\nContent-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    )
    expect(answer.status).toBe(400)
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })

  it('11: 17 KiB of headers', async () => {
    expect((await get('/health', `X-Long: ${'a'.repeat(17 * 1024)}`)).status).toBe(431)
  })

  it('12: 200 headers', async () => {
    const many = Array.from({ length: 200 }, (_, index) => `X-${index}: 1`)
    expect((await get('/health', ...many)).status).toBe(431)
  })

  it('13: headers that never end, and a small body that never ends', async () => {
    const slow = await openSocket(gateway.port)
    slow.write(`GET /health HTTP/1.1\r\n${host}\r\nX-Slow: `)
    slow.resume()
    const slowBody = await openSocket(gateway.port)
    slowBody.write(
      `POST /session HTTP/1.1\r\n${host}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    )
    slowBody.resume()
    await Promise.all([slow, slowBody].map(socket => new Promise(resolve => socket.once('close', resolve))))
  })

  it('14: one byte too many', async () => {
    const padding = (size: number) => {
      const empty = JSON.stringify({ message: '' })
      return JSON.stringify({ message: 'a'.repeat(size - empty.length) })
    }
    expect((await post('/session', padding(bodyLimits.control + 1))).status).toBe(413)
    expect((await post('/chat', padding(bodyLimits.chat + 1))).status).toBe(413)
    const chunked = await sendRaw(
      gateway.port,
      `POST /session HTTP/1.1\r\n${host}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${(300_000).toString(16)}\r\n${'a'.repeat(300_000)}\r\n0\r\n\r\n`,
    )
    expect(chunked.status).toBe(413)
  })

  it('14a: many bytes too many, from a client that sends them all before it reads', async () => {
    const socket = await openSocket(gateway.port)
    socket.on('error', () => undefined)
    const closed = new Promise(resolve => socket.once('close', resolve))
    const piece = 'a'.repeat(65_536)
    socket.write(
      `POST /chat HTTP/1.1\r\n${host}\r\nContent-Type: application/json\r\nContent-Length: ${80 * piece.length}\r\n\r\n`,
    )
    for (let sent = 0; sent < 80 && !socket.destroyed; sent += 1) {
      await new Promise(resolve => socket.write(piece, () => setImmediate(resolve)))
    }
    let answer = ''
    socket.on('data', chunk => {
      answer += chunk
    })
    await closed
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  })

  it('14b: a body without end', async () => {
    const socket = await openSocket(gateway.port)
    const closed = new Promise(resolve => socket.once('close', resolve))
    socket.write(
      `POST /session HTTP/1.1\r\n${host}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    )
    const chunk = `${(65_536).toString(16)}\r\n${'a'.repeat(65_536)}\r\n`
    const send = () => {
      if (!socket.destroyed) socket.write(chunk, () => setImmediate(send))
    }
    send()
    socket.resume()
    await closed
  })

  it('15: two million brackets', async () => {
    expect((await post('/chat', '['.repeat(2_000_000))).status).toBe(400)
  })

  it('16: a body that wants to be a prototype', async () => {
    const answer = await post(
      '/chat',
      '{"message":"Hi","__proto__":{"node":"x"},"constructor":{"prototype":{}}}',
    )
    expect(answer.status).toBe(400)
    expect(answer.body).toContain('constructor')
    expect((await post('/chat', '{"message":"Hi","__proto__":{"node":"x"}}')).status).toBe(200)
    expect(gateway.fake.requests.at(-1)?.target.node).toBeUndefined()
  })

  it('17: numbers that are none', async () => {
    for (const text of ['-1', '1e309', '"NaN"', '0.5', '[]']) {
      const body = `{"messages":[{"role":"user","content":"Hi"}],"max_tokens":${text}}`
      expect((await post('/v1/chat/completions', body)).status).toBe(400)
    }
  })

  it('18: names that are paths', async () => {
    for (const model of ['../../etc/passwd', '..\\..\\x', 'x'.repeat(10_000), 'a\u0000b']) {
      expect((await chat({ model })).status).toBe(400)
    }
  })

  it('19: text that is not text', async () => {
    expect((await post('/chat', Buffer.from([0x22, 0xc3, 0x28, 0x22]))).status).toBe(400)
    expect((await post('/chat', '{"message":"a\\ud800b"}')).status).toBe(200)
    expect(gateway.fake.requests.at(-1)?.messages[0]?.content).toBe('a\ufffdb')
  })

  it('20: a compressed body', async () => {
    const bomb = gzipSync(JSON.stringify({ message: 'a'.repeat(1_000_000) }))
    expect(
      (await post('/chat', bomb, 'Content-Type: application/json', 'Content-Encoding: gzip')).status,
    ).toBe(415)
  })

  it('23: an address that a proxy is said to have forwarded', async () => {
    expect((await get('/metrics', 'X-Forwarded-For: 127.0.0.1')).status).toBe(401)
    expect((await get('/metrics', 'X-Real-IP: 127.0.0.1')).status).toBe(401)
    expect((await get('/metrics')).status).toBe(200)
  })

  it('24: images, by whatever address', async () => {
    for (const url of ['http://169.254.169.254/', 'file:///etc/passwd', 'data:image/png;base64,AA==']) {
      const content = [{ type: 'image_url', image_url: { url } }]
      const answer = await chat({ messages: [{ role: 'user', content }] })
      expect(answer.status).toBe(400)
      expect(answer.body).toMatch(/fetches no images|no PNG, JPEG/)
      expect(answer.body).toContain('messages[0].content[0].image_url')
    }
  })

  it('26: a thousand pipelined requests and a reset', async () => {
    const socket = await openSocket(gateway.port)
    socket.on('error', () => undefined)
    socket.write(`GET /health HTTP/1.1\r\n${host}\r\n\r\n`.repeat(1000))
    await new Promise(resolve => socket.once('data', resolve))
    socket.resetAndDestroy()
    expect((await get('/health')).status).toBe(200)
  })

  it.each([
    '//api',
    '//health',
    '/%2e%2e/health',
    '/health;x',
    '/health/',
    '/..%2f..%2fetc/passwd',
    '/%5c',
    '/\u0001',
  ])('27: the path %j is not there', async path => {
    expect([400, 404]).toContain((await get(path)).status)
  })
})

describe('what every answer carries', () => {
  it.each([
    ['a page', () => get('/')],
    ['an error', () => get('/nowhere')],
    ['a refusal', () => get('/', 'Origin: http://evil.com')],
    ['a document', () => get('/health')],
    ['an answer', () => chat({})],
    ['a stream', () => chat({ stream: true })],
  ])('%s: no powers in a browser', async (_name, ask) => {
    const { headers } = await ask()
    expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*trusted-types 'none'/)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['x-frame-options']).toBe('DENY')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['cross-origin-resource-policy']).toBe('same-origin')
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })
})
