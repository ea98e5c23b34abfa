import type { IncomingMessage, RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { configSchema } from '../../../../shared/config/schema'
import { callTool, outcomeOf } from '../testing/call-tool'
import { createToolThread } from '../thread/tool-thread-runner'
import { createEgressGuard } from './egress-guard'
import { fetchChecked } from './fetch-checked'
import { readPage } from './page-task'
import { plainTextOf } from './plain-text'
import { createBrave } from './search/brave'
import { chooseProvider } from './search/choose-provider'
import type { SearchProvider } from './search/provider'
import { createSearxng } from './search/searxng'
import { createTavily } from './search/tavily'
import { type HitCounter, startHitCounter } from './testing/count-hits'
import { createWebFetch } from './web-fetch'
import { createWebSearch } from './web-search'

const servers: HitCounter[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})
async function serve(handle: RequestListener): Promise<HitCounter> {
  const server = await startHitCounter(handle)
  servers.push(server)
  return server
}

const guardFor = (...hosts: string[]) => createEgressGuard({ allowedHosts: () => hosts, ownPorts: () => [] })
const fetchTool = () =>
  createWebFetch({
    guard: guardFor('127.0.0.1'),
    thread: createToolThread(undefined),
    unavailable: () => null,
  })

const article = `<!doctype html><html><head><title>The Title</title><style>x{}</style></head><body>
<nav><a href="/home">Home</a></nav><article><h1>The Title</h1>
<p>${'A sentence with several words, and a comma. '.repeat(12)}</p>
<p>See <a href="/more?a=1">more</a>, <a href="javascript:alert(1)">not this</a> and <img src="https://sink.example.com/?q=1" alt="a picture">.</p>
<table><tr><th>Name</th><th>Size</th></tr><tr><td>one</td><td>2</td></tr></table>
<script>document.title = 'owned'</script></article></body></html>`

describe('web_fetch', () => {
  it('asks each time and shows the whole address', async () => {
    const plan = await fetchTool().plan(
      { url: 'http://127.0.0.1:8080/a?b=c#d' },
      {
        run: { conversationId: null, messageId: null, session: 's', target: { tier: 'auto' }, tainted: [] },
        workspace: '/',
      },
    )
    expect(plan).toMatchObject({ risk: 'network', asks: true, exact: 'GET http://127.0.0.1:8080/a?b=c' })
    expect(plan.reasons.join(' ')).toMatch(/port 8080.*not encrypted.*by number/)
  })

  it('reads a page as Markdown, with its source', async () => {
    const server = await serve((_request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(article)
    })
    const url = `http://127.0.0.1:${server.port}/page`
    const result = await callTool(fetchTool(), { url })
    expect(result).toMatchObject({ untrusted: 'web', sources: [{ kind: 'web', title: 'The Title', url }] })
    expect(result.text).toContain(`[more](http://127.0.0.1:${server.port}/more?a=1)`)
    expect(result.text).toContain('| Name | Size |')
    expect(result.text).not.toMatch(/javascript:|sink\.example|owned|<\w/)
  })

  it('sends nothing but what a page needs', async () => {
    const seen: IncomingMessage['headers'][] = []
    const server = await serve((request, response) => {
      seen.push(request.headers)
      response.setHeader('set-cookie', 'a=b').setHeader('content-type', 'text/plain').end('hello')
    })
    const url = `http://127.0.0.1:${server.port}/`
    await callTool(fetchTool(), { url })
    await callTool(fetchTool(), { url })
    for (const headers of seen)
      expect(Object.keys(headers).sort()).toEqual([
        'accept',
        'accept-encoding',
        'connection',
        'host',
        'user-agent',
      ])
  })

  it('stops at two mebibytes, packed or not', async () => {
    const server = await serve((request, response) => {
      response.setHeader('content-type', 'text/plain')
      if (request.url === '/bomb')
        response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(200 * 1024 ** 2, 'x')))
      else {
        const more = () => {
          while (response.write('x'.repeat(65_536)));
        }
        response.on('drain', more)
        more()
      }
    })
    for (const path of ['bomb', 'endless']) {
      const url = new URL(`http://127.0.0.1:${server.port}/${path}`)
      const options = {
        guard: guardFor('127.0.0.1'),
        signal: new AbortController().signal,
        maxRedirects: 0,
        maxBytes: 2 * 1024 ** 2,
        timeoutMs: 20_000,
      }
      const { bytes, isCut } = await fetchChecked({ url }, options)
      expect([path, bytes.length, isCut]).toEqual([path, 2 * 1024 ** 2, true])
    }
  })

  it('gives up on a page that comes too slowly, and at once when stopped', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' })
      response.write('a')
    })
    const url = new URL(`http://127.0.0.1:${server.port}/`)
    const options = { guard: guardFor('127.0.0.1'), maxRedirects: 0, maxBytes: 1_000 }
    const late = fetchChecked({ url }, { ...options, signal: new AbortController().signal, timeoutMs: 150 })
    await expect(late).rejects.toMatchObject({ code: 'TIMEOUT' })
    const stop = new AbortController()
    const stopped = fetchChecked({ url }, { ...options, signal: stop.signal, timeoutMs: 20_000 })
    stop.abort()
    await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  it('tells pictures and errors for what they are', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/picture') response.setHeader('content-type', 'image/png').end('x')
      else response.writeHead(404, { 'content-type': 'text/plain' }).end('gone')
    })
    const at = (path: string) => ({ url: `http://127.0.0.1:${server.port}${path}` })
    expect(await callTool(fetchTool(), at('/picture'))).toMatchObject({
      isError: true,
      text: expect.stringContaining('image/png'),
    })
    expect(await callTool(fetchTool(), at('/x'))).toMatchObject({
      isError: true,
      untrusted: 'web',
      sources: [],
    })
  })

  it('says plainly that nobody is there', async () => {
    const server = await startHitCounter()
    await server.stop()
    expect(await outcomeOf(fetchTool(), { url: `http://127.0.0.1:${server.port}/` })).toBe('NODE_UNREACHABLE')
  })
})

describe('hostile pages', () => {
  it.each([
    ['no end of a comment', `<p>before</p><!--${'<!--'.repeat(50_000)}`],
    ['tags that do not end', '<a <a '.repeat(50_000)],
    ['scripts within scripts', '<script>'.repeat(50_000)],
    ['nothing', ''],
    ['entities', '&#xffffff;&#99999999;&amp;&nosuch;'],
  ])('are read as bare words in one pass: %s', (_name, html) => {
    const startedAt = performance.now()
    plainTextOf(html)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })

  it('keep their words and lose their scripts', () => {
    expect(plainTextOf('<h1>One &amp; two</h1><script>var a = "<b>"</script><p>three<b>four</b></p>')).toBe(
      'One & two\nthreefour',
    )
  })

  it('run nothing', async () => {
    const html =
      '<html><body onload="globalThis.owned=1"><script>globalThis.owned=1</script><img src=x onerror="globalThis.owned=1">words</body></html>'
    const { markdown } = await readPage({ html, url: 'https://example.com/' })
    expect(markdown).toContain('words')
    expect(Reflect.get(globalThis, 'owned')).toBeUndefined()
  })
})

const secret = 'the-secret-key'

describe('web_search', () => {
  const answers: [string, (origin: string) => SearchProvider, unknown][] = [
    [
      'searxng',
      origin => createSearxng(`${origin}/sub`),
      { results: [{ url: 'https://a.example.com/x', title: 'A <b>title</b>', content: 'words' }] },
    ],
    [
      'brave',
      origin => createBrave({ key: secret, origin }),
      { web: { results: [{ url: 'https://a.example.com/x', title: 'A title', description: 'words' }] } },
    ],
    [
      'tavily',
      origin => createTavily({ key: secret, origin }),
      { results: [{ url: 'https://a.example.com/x', title: 'A title', content: 'words' }] },
    ],
  ]
  const toolFor = (provider: SearchProvider) =>
    createWebSearch({
      provider: () => ({ provider }),
      unavailable: () => null,
      createGuard: options => createEgressGuard({ ...options, allowedHosts: () => ['127.0.0.1'] }),
    })

  it.each(answers)(
    'asks %s as it wants to be asked, and cites what it tells',
    async (name, create, answer) => {
      const asked: { url: string; headers: IncomingMessage['headers']; body: string }[] = []
      const server = await serve(async (request, response) => {
        let body = ''
        for await (const part of request) body += part
        asked.push({ url: request.url ?? '', headers: request.headers, body })
        response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
      })
      const result = await callTool(toolFor(create(`http://127.0.0.1:${server.port}`)), {
        query: 'sea & sun',
      })
      expect(result).toMatchObject({
        text: '1. A title\n   https://a.example.com/x\n   words',
        untrusted: 'web',
        sources: [{ kind: 'web', title: 'A title', url: 'https://a.example.com/x', excerpt: 'words' }],
      })
      const [first] = asked
      const words =
        name === 'tavily'
          ? JSON.parse(first?.body ?? '').query
          : new URL(first?.url ?? '', 'http://x').searchParams.get('q')
      expect(words).toBe('sea & sun')
      expect(JSON.stringify(first?.headers).includes(secret)).toBe(name !== 'searxng')
      expect(first?.url).not.toContain(secret)
    },
  )

  it.each(answers)('lets %s lead its key nowhere', async (_name, create) => {
    const thief = await serve((_request, response) => response.end())
    const server = await serve((_request, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${thief.port}/` }).end(),
    )
    const tool = toolFor(create(`http://127.0.0.1:${server.port}`))
    expect(await outcomeOf(tool, { query: 'x' })).toBe('NODE_ERROR')
    expect(thief.connections()).toBe(0)
  })

  it.each([
    ['no JSON', '<html>'],
    ['other JSON', '{"results": "none"}'],
    [
      'links that are none',
      '{"results":[{"url":"javascript:alert(1)","title":"x"},{"url":"file:///etc/passwd"}]}',
    ],
    ['too deep', '['.repeat(100_000)],
  ])('takes %s for no results', async (_name, body) => {
    const server = await serve((_request, response) => response.end(body))
    const tool = toolFor(createSearxng(`http://127.0.0.1:${server.port}`))
    const outcome = await callTool(tool, { query: 'x' }).then(
      ({ text }) => text,
      error => error.code,
    )
    expect(['Nothing was found.', 'MALFORMED_RESPONSE']).toContain(outcome)
  })

  it('names what is wrong with the key, and the load', async () => {
    let status = 401
    const server = await serve((_request, response) => response.writeHead(status).end('{}'))
    const tool = toolFor(createBrave({ key: secret, origin: `http://127.0.0.1:${server.port}` }))
    expect(await outcomeOf(tool, { query: 'x' })).toBe('NODE_REFUSED')
    status = 429
    expect(await outcomeOf(tool, { query: 'x' })).toBe('RATE_LIMITED')
  })

  it('says why it cannot be offered, and gives a key to its own service only', () => {
    const web = configSchema.parse({}).tools.web
    const resolve = vi.fn(() => secret)
    expect(chooseProvider(web, resolve)).toMatchObject({
      unavailable: expect.stringContaining('tools.web.provider'),
    })
    expect(chooseProvider({ ...web, provider: 'searxng' }, resolve)).toMatchObject({
      unavailable: expect.stringContaining('tools.web.url'),
    })
    expect(chooseProvider({ ...web, provider: 'brave' }, resolve)).toMatchObject({
      unavailable: expect.stringContaining('api_key'),
    })
    expect(resolve).not.toHaveBeenCalled()
    const left = { ...web, provider: 'brave' as const, api_key: secret, url: 'http://192.168.1.5:8080' }
    expect(chooseProvider(left, resolve)).toMatchObject({
      provider: { origin: 'https://api.search.brave.com' },
    })
  })
})
