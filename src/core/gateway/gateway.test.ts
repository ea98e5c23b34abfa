import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { HarombeError, hasCode } from '../../shared/errors'
import { createCertificate } from '../testing/certificate'
import { createConnections } from './http/connections'
import { aborted, failed, routed, text } from './testing/fake-cluster'
import { openSocket, sendLines } from './testing/raw-http'
import { authToken, type StartedGateway, type StartOptions, startGateway } from './testing/start-gateway'

let directory: string
const started: StartedGateway[] = []
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'harombe-gateway-'))
})
afterEach(async () => {
  await Promise.all(started.splice(0).map(gateway => gateway.stop()))
  await rm(directory, { recursive: true })
})

async function start(options: StartOptions = {}): Promise<StartedGateway> {
  const gateway = await startGateway(options)
  started.push(gateway)
  return gateway
}

const isConfigError = expect.toSatisfy(error => hasCode(error, 'CONFIG_INVALID'))

it('answers HEAD as GET without the body, where a monitor or a browser looks', async () => {
  const gateway = await start()
  for (const path of ['/health', '/']) {
    const url = `${gateway.endpoint}${path}`
    const whole = await fetch(url)
    const head = await fetch(url, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    for (const name of ['content-type', 'content-security-policy'])
      expect(head.headers.get(name), name).toBe(whole.headers.get(name))
  }
  expect((await fetch(`${gateway.endpoint}/cluster/status`, { method: 'HEAD' })).status).toBe(404)
})

describe('what it listens on', () => {
  it('refuses to open a port to others without a token, or in the clear', async () => {
    await expect(start({ server: { host: '0.0.0.0', insecure_http: true } })).rejects.toThrow(isConfigError)
    await expect(
      start({ server: { host: '0.0.0.0', insecure_http: true }, resolvedAuthToken: '  ' }),
    ).rejects.toThrow(isConfigError)
    await expect(start({ server: { host: '0.0.0.0' }, resolvedAuthToken: authToken })).rejects.toThrow(
      isConfigError,
    )
  })

  it('asks for the token on a wider bind, also from this machine', async () => {
    const gateway = await start({
      server: { host: '0.0.0.0', insecure_http: true },
      resolvedAuthToken: authToken,
    })
    expect(gateway.endpoint).toBe(`http://127.0.0.1:${gateway.port}`)
    expect((await fetch(`${gateway.endpoint}/metrics`)).status).toBe(401)
    expect(await (await fetch(`${gateway.endpoint}/health`)).json()).toEqual({ status: 'healthy' })
    const headers = { authorization: `Bearer ${authToken}` }
    expect((await fetch(`${gateway.endpoint}/metrics`, { headers })).status).toBe(200)
  })

  it('answers on ::1 with the same port, where there is IPv6', async context => {
    const gateway = await start()
    const probe = createServer()
    const hasIpv6 = await new Promise<boolean>(resolve => {
      probe.once('error', () => resolve(false))
      probe.listen(0, '::1', () => resolve(true))
    })
    probe.close()
    if (!hasIpv6) context.skip('this machine has no ::1')
    expect((await fetch(`http://[::1]:${gateway.port}/health`)).status).toBe(200)
    expect((await fetch(`http://localhost:${gateway.port}/health`)).status).toBe(200)
  })

  it('names the port that is taken and how to choose another', async () => {
    const { port } = await start()
    const error = await startGateway({ server: { port } }).catch((cause: unknown) => cause)
    expect(hasCode(error, 'CONFLICT')).toBe(true)
    expect(error).toMatchObject({
      message: expect.stringContaining(String(port)),
      hint: expect.stringMatching(/server\.port.*--port/),
    })
  })

  it('says when it has no such address', async () => {
    const options = { server: { host: '192.0.2.1', insecure_http: true }, resolvedAuthToken: authToken }
    await expect(startGateway(options)).rejects.toThrow(isConfigError)
  })
})

describe('TLS', () => {
  const ask = (port: number, cert: string, path: string, method = 'GET', body = '') =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
      const outgoing = request(
        {
          host: '127.0.0.1',
          port,
          path,
          method,
          ca: cert,
          servername: 'localhost',
          headers: { 'content-type': 'application/json' },
        },
        response => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (chunk: string) => {
            text += chunk
          })
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
          )
        },
      )
      outgoing.on('error', reject)
      outgoing.end(body)
    })

  it('serves https, with cookies bound to it', async () => {
    const { cert, key } = createCertificate()
    const [ssl_certfile, ssl_keyfile] = [join(directory, 'cert.pem'), join(directory, 'key.pem')]
    await writeFile(ssl_certfile, cert)
    await writeFile(ssl_keyfile, key)
    const gateway = await start({ server: { ssl_certfile, ssl_keyfile } })
    expect(gateway.endpoint).toBe(`https://127.0.0.1:${gateway.port}`)
    expect((await ask(gateway.port, cert, '/metrics')).status).toBe(200)
    const code = JSON.stringify({ code: gateway.gateway.mintCode() })
    const login = await ask(gateway.port, cert, '/session', 'POST', code)
    expect(String(login.headers['set-cookie'])).toMatch(/^__Host-harombe_session=.*; Secure/)
  })

  it('says which file does not work', async () => {
    const missing = join(directory, 'missing.pem')
    const server = { ssl_certfile: missing, ssl_keyfile: missing }
    await expect(startGateway({ server })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(missing),
    })
    const wrong = join(directory, 'wrong.pem')
    await writeFile(wrong, 'nonsense')
    await expect(startGateway({ server: { ssl_certfile: wrong, ssl_keyfile: wrong } })).rejects.toThrow(
      isConfigError,
    )
  })
})

describe('the web UI', () => {
  async function buildSite(): Promise<string> {
    const root = join(directory, 'site')
    await mkdir(join(root, 'assets'), { recursive: true })
    await writeFile(join(root, 'index.html'), '<!doctype html><title>harombe</title>')
    await writeFile(join(root, 'assets/index-Dx3kQ9_a.js'), 'export {}')
    await writeFile(join(root, 'icon.svg'), '<svg/>')
    await writeFile(join(root, 'notes.md'), 'not for everyone')
    await writeFile(join(directory, 'secret.txt'), 'secret')
    await symlink(join(directory, 'secret.txt'), join(root, 'link.txt'))
    return root
  }

  it('is served from the files that were there at the start, and nothing else', async () => {
    const root = await buildSite()
    const gateway = await start({ staticRoot: root })
    await writeFile(join(root, 'later.txt'), 'later')
    const get = (path: string) =>
      sendLines(gateway.port, `GET ${path} HTTP/1.1`, [`Host: 127.0.0.1:${gateway.port}`])
    const page = await get('/')
    expect(page.body).toContain('<title>harombe')
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.headers['cache-control']).toBe('no-cache')
    expect((await get('/?server=ws://evil')).body).toBe(page.body)
    const script = await get('/assets/index-Dx3kQ9_a.js')
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect((await get('/icon.svg')).headers['content-type']).toBe('image/svg+xml')
    for (const path of [
      '/notes.md',
      '/link.txt',
      '/later.txt',
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/assets',
      '/assets/..%2findex.html',
    ]) {
      expect((await get(path)).status, path).toBe(404)
    }
  })

  it('is not sent again when the browser has it', async () => {
    const gateway = await start({ staticRoot: await buildSite() })
    const { headers } = await fetch(gateway.endpoint)
    const again = await fetch(gateway.endpoint, { headers: { 'if-none-match': headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
  })

  it('says how to build it when it is not there', async () => {
    const gateway = await start({ staticRoot: join(directory, 'nowhere') })
    const response = await fetch(gateway.endpoint)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('npm run build')
  })
})

describe('logging in', () => {
  const post = (gateway: StartedGateway, code: string, headers: Record<string, string> = {}) =>
    fetch(`${gateway.endpoint}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-harombe-request': '1', ...headers },
      body: JSON.stringify({ code }),
    })
  const isLoggedIn = async (gateway: StartedGateway, cookie: string) => {
    const headers = { cookie, 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' }
    const response = await fetch(`${gateway.endpoint}/session`, { headers })
    return ((await response.json()) as { authenticated: boolean }).authenticated
  }

  it('works once per code and outlives a restart of the coordinator', async () => {
    const sessionFile = join(directory, 'sessions.json')
    const first = await start({ sessionFile })
    const code = first.gateway.mintCode()
    const response = await post(first, code)
    const cookie = response.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
    expect(await isLoggedIn(first, cookie)).toBe(true)
    expect((await post(first, code)).status).toBe(401)
    await first.stop()
    const second = await start({ sessionFile })
    expect(await isLoggedIn(second, cookie)).toBe(true)
    await fetch(`${second.endpoint}/session`, {
      method: 'DELETE',
      headers: { cookie, 'x-harombe-request': '1' },
    })
    await second.stop()
    expect(await isLoggedIn(await start({ sessionFile }), cookie)).toBe(false)
  })

  it('is closed to an address that guesses codes', async () => {
    const gateway = await start()
    for (let count = 0; count < 10; count++) expect((await post(gateway, `guess-${count}`)).status).toBe(401)
    expect((await post(gateway, gateway.gateway.mintCode())).status).toBe(429)
  })

  it('lets a browser use the API from its own page, and a listed page only with a token', async () => {
    const gateway = await start({
      resolvedAuthToken: authToken,
      server: { cors_origins: ['http://localhost:3000', '*'] },
    })
    const response = await post(gateway, gateway.gateway.mintCode())
    const cookie = response.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
    const ask = (headers: Record<string, string>, method = 'POST') =>
      fetch(`${gateway.endpoint}/chat`, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(method === 'POST' ? { body: '{"message":"Hi"}' } : {}),
      })
    const own = { cookie, origin: gateway.endpoint }
    expect((await ask({ ...own, 'x-harombe-request': '1' })).status).toBe(200)
    expect((await ask(own)).status).toBe(403)
    const listed = { origin: 'http://localhost:3000' }
    expect((await ask({ ...listed, cookie, 'x-harombe-request': '1' })).status).toBe(401)
    const withToken = await ask({ ...listed, authorization: `Bearer ${authToken}` })
    expect(withToken.status).toBe(200)
    expect(withToken.headers.get('access-control-allow-origin')).toBe('http://localhost:3000')
    expect(withToken.headers.get('access-control-allow-credentials')).toBeNull()
    const preflight = await ask({ ...listed, 'access-control-request-method': 'POST' }, 'OPTIONS')
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization')
    const foreign = await ask(
      { origin: 'http://evil.com', 'access-control-request-method': 'POST' },
      'OPTIONS',
    )
    expect(foreign.status).toBe(403)
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('connections', () => {
  it('that say nothing make room for those that do', async () => {
    const gateway = await start({ limits: { loopbackConnections: 3 } })
    const silent = await Promise.all([1, 2, 3].map(() => openSocket(gateway.port)))
    const closed = vi.fn()
    for (const socket of silent) {
      socket.on('close', closed).on('error', () => undefined)
      socket.resume()
    }
    const answer = await sendLines(gateway.port, 'GET /health HTTP/1.1', [`Host: 127.0.0.1:${gateway.port}`])
    expect(answer.status).toBe(200)
    await vi.waitFor(() => expect(closed).toHaveBeenCalledTimes(1))
    for (const socket of silent) socket.destroy()
  })

  it('from one remote address are bounded apart from the others', async () => {
    const limits = { loopbackConnections: 10, remoteConnections: 3, connectionsPerRemote: 2 }
    const connections = createConnections(limits)
    const server = createServer({ pauseOnConnect: true })
    connections.watch(server)
    const { EventEmitter } = await import('node:events')
    const open = (remoteAddress: string, remotePort: number) => {
      const socket = Object.assign(new EventEmitter(), {
        remoteAddress,
        remotePort,
        destroyed: false,
        destroy: () => undefined,
      })
      socket.destroy = () => {
        socket.destroyed = true
        queueMicrotask(() => socket.emit('close'))
      }
      server.emit('connection', socket)
      return socket
    }
    const begin = (socket: unknown) => connections.begin(socket as Parameters<typeof connections.begin>[0])
    const first = open('10.0.0.1', 1)
    const second = open('::ffff:10.0.0.1', 2)
    begin(first)
    const third = open('10.0.0.1', 3)
    expect([first, second, third].map(socket => socket.destroyed)).toEqual([false, true, false])
    const release = begin(third)
    expect(open('10.0.0.1', 4).destroyed).toBe(true)
    const other = open('10.0.0.2', 5)
    begin(other)
    expect(open('10.0.0.3', 6).destroyed).toBe(true)
    expect(open('127.0.0.1', 7).destroyed).toBe(false)
    release()
    expect(open('10.0.0.3', 8).destroyed).toBe(false)
    expect(third.destroyed).toBe(true)
  })
})

describe('stopping', () => {
  it('lets an answer end that is almost there', async () => {
    const gateway = await start()
    const gate = Promise.withResolvers<void>()
    gateway.fake.play(async function* () {
      yield routed
      yield text('Hel')
      await gate.promise
      yield text('lo')
      yield failed(new HarombeError('NODE_ERROR', 'The end.'))
    })
    const response = await fetch(`${gateway.endpoint}/chat/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"message":"Hi"}',
    })
    const stopped = gateway.stop()
    gate.resolve()
    expect(await response.text()).toContain('data: lo')
    await stopped
    await expect(fetch(`${gateway.endpoint}/health`)).rejects.toThrow()
  })

  it('cuts off what does not end, with an error in its place', async () => {
    const gateway = await start({ limits: { stopGrace: 50 } })
    gateway.fake.play(async function* (_request, signal) {
      yield routed
      await aborted(signal)
      yield failed(new HarombeError('CANCELLED', 'Stopped.'))
    })
    const silent = await openSocket(gateway.port)
    const silentClosed = new Promise(resolve => silent.once('close', resolve))
    silent.resume()
    const response = await fetch(`${gateway.endpoint}/chat/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"message":"Hi"}',
    })
    await Promise.all([gateway.stop(), gateway.stop()])
    expect(await response.text()).toContain('event: error')
    await silentClosed
  })
})
