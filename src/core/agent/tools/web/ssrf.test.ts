import net from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { callTool, outcomeOf } from '../testing/call-tool'
import { createToolThread } from '../thread/tool-thread-runner'
import type { Tool } from '../types'
import { createEgressGuard, type EgressGuardOptions } from './egress-guard'
import { type HitCounter, startHitCounter } from './testing/count-hits'
import { type NameServer, startNameServer } from './testing/name-server'
import { createWebFetch } from './web-fetch'

const names = {
  // What a public service that makes addresses of names answers.
  '127.0.0.1.nip.example.com': [['127.0.0.1']],
  'ten.example.com': [['10.0.0.1']],
  'metadata.example.com': [['169.254.169.254']],
  'shared.example.com': [['100.64.0.1']],
  'nothing.example.com': [['0.0.0.0']],
  'both.example.com': [['93.184.215.14', '127.0.0.1']],
  'rebind.example.com': [['93.184.215.14'], ['127.0.0.1']],
  'pages.example.com': [['127.0.0.1']],
  'www.pages.example.com': [['127.0.0.1']],
  'other.example.com': [['127.0.0.1']],
}

let counter: HitCounter
let nameServer: NameServer
beforeEach(async () => {
  counter = await startHitCounter()
  nameServer = await startNameServer(names)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await nameServer.stop()
  await counter.stop()
})

function createTool(options: Partial<EgressGuardOptions> = {}): Tool {
  const guard = createEgressGuard({
    allowedHosts: () => [],
    ownPorts: () => [],
    resolve: nameServer.resolve,
    ...options,
  })
  return createWebFetch({ guard, thread: createToolThread(undefined), unavailable: () => null })
}

/** PORT stands for that of a real server on 127.0.0.1 and ::1. */
const corpus = [
  'http://127.0.0.1:PORT/',
  'http://127.1:PORT/',
  'http://127.0.1:PORT/',
  'http://127.255.255.254:PORT/',
  'http://0x7f000001:PORT/',
  'http://0x7f.0.0.1:PORT/',
  'http://0x7f.1:PORT/',
  'http://2130706433:PORT/',
  'http://0177.0.0.1:PORT/',
  'http://017700000001:PORT/',
  'http://①②⑦.⓪.⓪.①:PORT/',
  'http://１２７.０.０.１:PORT/',
  'http://127。0。0。1:PORT/',
  'http://127.0.0.1.:PORT/',
  'http://%31%32%37.0.0.1:PORT/',
  'http://0.0.0.0:PORT/',
  'http://0:PORT/',
  'http://0.0.0.1:PORT/',
  'http://[::1]:PORT/',
  'http://[0:0:0:0:0:0:0:1]:PORT/',
  'http://[::]:PORT/',
  'http://[::ffff:127.0.0.1]:PORT/',
  'http://[::ffff:7f00:1]:PORT/',
  'http://[::ffff:0:127.0.0.1]:PORT/',
  'http://[::127.0.0.1]:PORT/',
  'http://[64:ff9b::7f00:1]:PORT/',
  'http://[64:ff9b:1::7f00:1]:PORT/',
  'http://[2002:7f00:1::]:PORT/',
  'http://[2002:c0a8:1::1]:PORT/',
  'http://[2001:0:7f00:1::]:PORT/',
  'http://[2606:4700::200:5efe:7f00:1]:PORT/',
  'http://[fe80::1]:PORT/',
  'http://[fc00::1]:PORT/',
  'http://[fd00:ec2::254]/',
  'http://[fec0::1]:PORT/',
  'http://[ff02::1]:PORT/',
  'http://[2001:db8::1]:PORT/',
  'http://[3fff::1]:PORT/',
  'http://[5f00::1]:PORT/',
  'http://[100::1]:PORT/',
  'http://[fe80::1%25eth0]:PORT/',
  'http://10.0.0.1:PORT/',
  'http://172.16.0.1:PORT/',
  'http://172.31.255.255:PORT/',
  'http://192.168.1.1:PORT/',
  'http://169.254.1.1:PORT/',
  'http://169.254.169.254/latest/meta-data/',
  'http://0251.0376.0251.0376/latest/meta-data/',
  'http://2852039166/latest/meta-data/',
  'http://168.63.129.16/metadata',
  'http://100.100.100.200/latest/meta-data',
  'http://100.64.0.1:PORT/',
  'http://192.0.0.192/opc/v2/',
  'http://192.0.2.1:PORT/',
  'http://198.18.0.1:PORT/',
  'http://198.51.100.1:PORT/',
  'http://203.0.113.1:PORT/',
  'http://224.0.0.251:PORT/',
  'http://240.0.0.1:PORT/',
  'http://255.255.255.255:PORT/',
  'http://192.88.99.1:PORT/',
  'http://localhost:PORT/',
  'http://LOCALHOST:PORT/',
  'http://localhost.:PORT/',
  'http://a.localhost:PORT/',
  'http://ｌｏｃａｌｈｏｓｔ:PORT/',
  'http://router:PORT/',
  'http://printer.local:PORT/',
  'http://metadata.google.internal/computeMetadata/v1/',
  'http://127.0.0.1.nip.example.com:PORT/',
  'http://ten.example.com:PORT/',
  'http://metadata.example.com/latest/meta-data/',
  'http://shared.example.com:PORT/',
  'http://nothing.example.com:PORT/',
  'http://both.example.com:PORT/',
  'http://a@127.0.0.1:PORT/#@example.com/',
  'http://example.com@127.0.0.1:PORT/',
  'http://user:pass@example.com/',
  'http://@127.0.0.1:PORT/',
  'http://127.0.0.1:PORT\\@example.com/',
  'http:\\\\127.0.0.1:PORT\\',
  'http://example.com:22/',
  'http://example.com:6379/',
  'gopher://127.0.0.1:PORT/_GET',
  'file:///etc/passwd',
  'data:text/html,hello',
  'blob:http://127.0.0.1:PORT/x',
  'ftp://127.0.0.1:PORT/',
  'ws://127.0.0.1:PORT/',
  'javascript:fetch("http://127.0.0.1:PORT")',
  '//127.0.0.1:PORT/',
  'http:// 127.0.0.1:PORT/',
  'http://127.0.0.1:PORT/\r\nHost: example.com',
  'unix:/var/run/docker.sock',
]

describe('addresses that lead home', () => {
  it('are at least sixty in the corpus', () => {
    expect(new Set(corpus).size).toBeGreaterThanOrEqual(60)
  })

  it.each(corpus)('%j is refused without a connection', async template => {
    const url = template.replaceAll('PORT', String(counter.port))
    expect(['FORBIDDEN', 'BAD_REQUEST']).toContain(await outcomeOf(createTool(), { url }))
    expect(counter.connections()).toBe(0)
  })

  it('are refused by every spelling of the networks this machine is in', async () => {
    const tool = createTool({ ownNetworks: () => ['2606:4700:10::5/64', '93.184.215.20/24'] })
    expect(await outcomeOf(tool, { url: 'http://[2606:4700:10::77]/' })).toBe('FORBIDDEN')
    expect(await outcomeOf(tool, { url: 'http://93.184.215.77/' })).toBe('FORBIDDEN')
  })

  it('stay closed to a host the user allows where they tell secrets or wrap others', async () => {
    const allowed = [
      '169.254.169.254',
      '[fd00:ec2::254]',
      '[::ffff:127.0.0.1]',
      'metadata.example.com',
      '0.0.0.0',
    ]
    const tool = createTool({ allowedHosts: () => allowed })
    for (const host of [
      '169.254.169.254',
      '[fd00:ec2::254]',
      `[::ffff:127.0.0.1]:${counter.port}`,
      'metadata.example.com',
      `0.0.0.0:${counter.port}`,
    ])
      expect([host, await outcomeOf(tool, { url: `http://${host}/` })]).toEqual([host, 'FORBIDDEN'])
    expect(counter.connections()).toBe(0)
  })

  it('are fetched from a host the user allows, and from no other name of the same machine', async () => {
    const tool = createTool({ allowedHosts: () => ['pages.example.com'] })
    const result = await callTool(tool, { url: `http://pages.example.com:${counter.port}/x` })
    expect(result).toMatchObject({ untrusted: 'web', isError: false })
    expect(counter.paths).toEqual(['/x'])
    expect(await outcomeOf(tool, { url: `http://other.example.com:${counter.port}/` })).toBe('FORBIDDEN')
    expect(await outcomeOf(tool, { url: `http://127.0.0.1:${counter.port}/` })).toBe('FORBIDDEN')
    expect(counter.paths).toHaveLength(1)
  })

  it('never lead to harombe itself', async () => {
    const tool = createTool({ allowedHosts: () => ['pages.example.com'], ownPorts: () => [counter.port] })
    expect(await outcomeOf(tool, { url: `http://pages.example.com:${counter.port}/v1/models` })).toBe(
      'FORBIDDEN',
    )
    expect(counter.connections()).toBe(0)
  })
})

describe('a name that changes its mind', () => {
  it('is asked for once, and connected to as it was answered', async () => {
    // The network of this test delivers every connection to a server of its own, so that nothing leaves this machine.
    const stranger = await startHitCounter()
    const looked: unknown[] = []
    const connect = net.connect
    const spy = vi.spyOn(net, 'connect').mockImplementation((...given: unknown[]) => {
      const [options] = given
      if (
        typeof options === 'object' &&
        options !== null &&
        'lookup' in options &&
        typeof options.lookup === 'function'
      ) {
        for (const all of [true, false])
          options.lookup('rebind.example.com', { all }, (...answer: unknown[]) => looked.push(answer))
      }
      return connect({ host: '127.0.0.1', port: stranger.port })
    })
    try {
      const outcome = await outcomeOf(createTool(), { url: `http://rebind.example.com:${counter.port}/` })
      // The connection did not lead to the address that was checked, so nothing was sent over it.
      expect(outcome).toBe('FORBIDDEN')
      expect(stranger.paths).toEqual([])
    } finally {
      spy.mockRestore()
      await stranger.stop()
    }
    expect(looked).toEqual([
      [null, [{ address: '93.184.215.14', family: 4 }]],
      [null, '93.184.215.14', 4],
    ])
    expect(nameServer.asked.get('rebind.example.com')).toBe(1)
    expect(counter.connections()).toBe(0)
  })

  it('is refused once it leads home', async () => {
    const resolve = nameServer.resolve
    await resolve('rebind.example.com')
    expect(await outcomeOf(createTool(), { url: `http://rebind.example.com:${counter.port}/` })).toBe(
      'FORBIDDEN',
    )
    expect(counter.connections()).toBe(0)
  })
})

describe('redirects', () => {
  const allowedHosts = () => ['pages.example.com', 'www.pages.example.com']

  async function fetchRedirecting(locationOf: (path: string) => string | null) {
    const server = await startHitCounter((request, response) => {
      const location = locationOf(request.url ?? '')
      if (location === null) response.end('arrived')
      else response.writeHead(302, { location: location.replaceAll('OWN', String(server.port)) }).end()
    })
    try {
      const url = `http://pages.example.com:${server.port}/0`
      const result = await callTool(createTool({ allowedHosts }), { url }).catch(error => ({
        text: String(error),
      }))
      return { text: result.text, paths: server.paths }
    } finally {
      await server.stop()
    }
  }

  it.each([
    'http://127.0.0.1:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://localhost:PORT/',
    'http://2130706433:PORT/',
    'http://other.example.com:PORT/',
    'http://ten.example.com/',
    'http://169.254.169.254/latest/meta-data/',
    '//127.0.0.1:PORT/',
    'http://user@pages.example.com:PORT/',
    'http://pages.example.com:PORT/',
    'file:///etc/passwd',
    'data:text/html,hello',
    'gopher://127.0.0.1:PORT/',
    'javascript:alert(1)',
  ])('to %s is not followed', async template => {
    const { text, paths } = await fetchRedirecting(() => template.replaceAll('PORT', String(counter.port)))
    expect(paths).toEqual(['/0'])
    expect(text).not.toContain('arrived')
    expect(counter.connections()).toBe(0)
  })

  it('within the site are followed, five at most', async () => {
    const five = await fetchRedirecting(path => (path === '/5' ? null : `/${Number(path.slice(1)) + 1}`))
    expect(five.text).toContain('arrived')
    const twenty = await fetchRedirecting(path => `/${Number(path.slice(1)) + 1}`)
    expect(twenty.paths).toEqual(['/0', '/1', '/2', '/3', '/4', '/5'])
    expect(twenty.text).toContain('without end')
  })

  it('to the same site with www are followed, checked again', async () => {
    const { text, paths } = await fetchRedirecting(path =>
      path === '/0' ? 'http://www.pages.example.com:OWN/1' : null,
    )
    expect(text).toContain('arrived')
    expect(paths).toEqual(['/0', '/1'])
  })

  it('to another site are told, so that it is asked for anew', async () => {
    const { text } = await fetchRedirecting(() => 'https://elsewhere.example.com/page?x=1')
    expect(text).toContain('https://elsewhere.example.com/page?x=1')
  })
})

it('goes past every proxy of the environment', async () => {
  const proxy = await startHitCounter()
  for (const name of ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'])
    vi.stubEnv(name, `http://127.0.0.1:${proxy.port}`)
  vi.stubEnv('NODE_USE_ENV_PROXY', '1')
  try {
    const tool = createTool({ allowedHosts: () => ['pages.example.com'] })
    await callTool(tool, { url: `http://pages.example.com:${counter.port}/` })
    expect(counter.paths).toEqual(['/'])
    expect(proxy.connections()).toBe(0)
  } finally {
    await proxy.stop()
  }
})
