import { describe, expect, it } from 'vitest'
import { type RequestFacts, readFacts } from './facts'
import { type Credential, type GuardedRoute, type GuardPolicy, guard } from './guard'

const policy: GuardPolicy = {
  scheme: 'http',
  hosts: new Set(['localhost:8000', '127.0.0.1:8000', '[::1]:8000']),
  isOwnHost: () => false,
  corsOrigins: new Set(['http://localhost:3000']),
  dropInWithoutToken: true,
  headerCount: 100,
}

const routes = {
  page: { access: 'public', scope: null, page: true, upgrade: false },
  public: { access: 'public', scope: null, page: false, upgrade: false },
  health: { access: 'public', scope: 'read', page: false, upgrade: false },
  dropIn: { access: 'drop-in', scope: 'infer', page: false, upgrade: false },
  rpc: { access: 'session', scope: 'contract', page: false, upgrade: true },
  private: { access: 'session', scope: 'contract', page: false, upgrade: false },
  manage: { access: 'session', scope: 'manage', page: false, upgrade: false },
} as const satisfies Record<string, GuardedRoute>

const credentials = {
  none: { kind: 'none' },
  wrong: { kind: 'wrong' },
  throttled: { kind: 'throttled' },
  token: { kind: 'token' },
  admin: { kind: 'admin' },
  session: { kind: 'session', sessionId: 's' },
} as const satisfies Record<string, Credential>

interface Case {
  line?: string
  headers?: readonly (readonly [string, string])[]
  route?: keyof typeof routes | null
  credential?: keyof typeof credentials
  policy?: Partial<GuardPolicy>
}

const host = ['Host', '127.0.0.1:8000'] as const
const json = ['Content-Type', 'application/json'] as const
const own = ['Origin', 'http://127.0.0.1:8000'] as const
const marked = ['X-Harombe-Request', '1'] as const

function facts({ line = 'GET / 1.1', headers = [host] }: Case): RequestFacts {
  const [method = '', url = '', httpVersion = ''] = line.split(' ')
  return readFacts({ method, url, httpVersion, rawHeaders: headers.flat() })
}

/** `200 local`, `401`, `204`: what the guard says, short. */
function decide(input: Case): string {
  const route = input.route === null ? null : routes[input.route ?? 'dropIn']
  const verdict = guard(facts(input), route, credentials[input.credential ?? 'none'], {
    ...policy,
    ...input.policy,
  })
  if (verdict.outcome === 'allow') return `200 ${verdict.principal.kind}`
  return verdict.outcome === 'preflight' ? '204' : String(verdict.status)
}

describe('the Host header', () => {
  it.each<[string, string, readonly (readonly [string, string])[]]>([
    ['200 local', 'is one of our names', [['Host', 'localhost:8000']]],
    ['200 local', 'is compared without regard to case', [['hOsT', 'LocalHost:8000']]],
    ['200 local', 'is an IPv6 literal', [['Host', '[::1]:8000']]],
    ['400', 'is missing', []],
    ['400', 'comes twice', [host, host]],
    ['400', 'comes twice, the second foreign', [host, ['Host', 'evil.com']]],
    ['400', 'is empty', [['Host', '']]],
    ['400', 'has a trailing dot', [['Host', 'localhost.:8000']]],
    ['400', 'has a user name', [['Host', 'user@127.0.0.1:8000']]],
    ['400', 'is a list', [['Host', '127.0.0.1:8000, evil.com']]],
    ['421', 'is foreign', [['Host', 'evil.com']]],
    ['421', 'is foreign, our port', [['Host', 'evil.com:8000']]],
    ['421', 'resolves to us', [['Host', '127.0.0.1.nip.io:8000']]],
    ['421', 'starts with our name', [['Host', 'localhost.evil.com:8000']]],
    ['421', 'has another port', [['Host', '127.0.0.1:9999']]],
    ['421', 'has no port', [['Host', '127.0.0.1']]],
    ['421', 'is another spelling of loopback', [['Host', '127.1:8000']]],
  ])('%s when it %s', (expected, _name, headers) => {
    expect(decide({ headers })).toBe(expected)
    // No route and no credential is exempt.
    for (const route of ['page', 'health', 'rpc'] as const) {
      if (expected !== '200 local') expect(decide({ headers, route, credential: 'admin' })).toBe(expected)
    }
  })

  it.each([
    ['200 local', 'GET http://127.0.0.1:8000/ 1.1'],
    ['400', 'GET http://evil.com/ 1.1'],
    ['400', 'GET http://127.0.0.1:9999/ 1.1'],
    ['400', 'GET http://u:p@127.0.0.1:8000/ 1.1'],
    ['400', 'GET https://127.0.0.1:8000/ 1.1'],
    ['400', 'GET nonsense 1.1'],
  ])('%s for %s', (expected, line) => {
    expect(decide({ line })).toBe(expected)
  })

  it('may be another name of this machine when the listener is open to others', () => {
    const isOwnHost = (name: string, port: string | null) => name === 'mac-mini.local' && port === '8000'
    const headers = [['Host', 'Mac-Mini.local:8000']] as const
    expect(decide({ headers, policy: { isOwnHost } })).toBe('200 local')
    expect(decide({ headers })).toBe('421')
  })
})

describe('where a request comes from', () => {
  it.each<[string, string, Case]>([
    ['200 admin', 'own page', { headers: [host, own], credential: 'admin' }],
    ['401', 'own page without a session', { headers: [host, own] }],
    ['403', 'null origin', { headers: [host, ['Origin', 'null']], credential: 'admin' }],
    ['403', 'file', { headers: [host, ['Origin', 'file://']], credential: 'admin' }],
    ['403', 'foreign page', { headers: [host, ['Origin', 'http://evil.com']], credential: 'admin' }],
    [
      '403',
      'page that starts with our name',
      { headers: [host, ['Origin', 'http://localhost.evil.com']], credential: 'admin' },
    ],
    ['403', 'other port', { headers: [host, ['Origin', 'http://127.0.0.1:9999']], credential: 'admin' }],
    [
      '403',
      'other name of ours, so another origin',
      { headers: [host, ['Origin', 'http://localhost:8000']], credential: 'admin' },
    ],
    ['403', 'other scheme', { headers: [host, ['Origin', 'https://127.0.0.1:8000']], credential: 'admin' }],
    ['403', 'two origins', { headers: [host, own, own], credential: 'admin' }],
    [
      '403',
      'cross-site subresource',
      { headers: [host, ['Sec-Fetch-Site', 'cross-site']], credential: 'admin' },
    ],
    [
      '403',
      'other port, no-cors',
      { headers: [host, ['Sec-Fetch-Site', 'same-site']], credential: 'session' },
    ],
    [
      '200 session',
      'own page, fetch',
      { headers: [host, ['Sec-Fetch-Site', 'same-origin']], credential: 'session' },
    ],
    [
      '200 token',
      'listed page with a token',
      {
        headers: [host, ['Origin', 'http://localhost:3000'], ['Sec-Fetch-Site', 'same-site']],
        credential: 'token',
      },
    ],
    [
      '401',
      'listed page with our cookie, which any port of this host receives',
      {
        headers: [host, ['Origin', 'http://localhost:3000'], ['Sec-Fetch-Site', 'same-site']],
        credential: 'session',
      },
    ],
  ])('%s: %s', (expected, _name, input) => {
    expect(decide(input)).toBe(expected)
  })

  it('lets a link on another site open the page, but nothing else', () => {
    const link = [
      host,
      ['Sec-Fetch-Site', 'cross-site'],
      ['Sec-Fetch-Mode', 'navigate'],
      ['Sec-Fetch-Dest', 'document'],
    ] as const
    const frame = [...link.slice(0, 3), ['Sec-Fetch-Dest', 'iframe']] as const
    expect(decide({ headers: link, route: 'page' })).toBe('200 anonymous')
    expect(decide({ headers: frame, route: 'page' })).toBe('403')
    expect(decide({ headers: link, route: 'health' })).toBe('403')
    expect(decide({ headers: link, route: 'page', line: 'POST / 1.1' })).toBe('403')
  })

  it('answers preflights of listed origins alone', () => {
    const line = 'OPTIONS /v1/chat/completions 1.1'
    expect(decide({ line, headers: [host, ['Origin', 'http://localhost:3000']] })).toBe('204')
    expect(decide({ line, headers: [host, ['Origin', 'http://evil.com']] })).toBe('403')
    expect(decide({ line, headers: [host, own] })).toBe('403')
    expect(decide({ line, headers: [host] })).toBe('403')
  })
})

describe('the exemption for programs on this machine', () => {
  it.each<[string, string, Case]>([
    ['200 local', 'nothing but a host', {}],
    ['200 local', 'a made-up key, which OpenAI clients insist on', { credential: 'wrong' }],
    ['200 local', "Node's fetch", { headers: [host, ['Sec-Fetch-Mode', 'cors']] }],
    ['200 local', 'an address that was caught guessing', { credential: 'throttled' }],
    ['401', 'Sec-Fetch-Site', { headers: [host, ['Sec-Fetch-Site', 'none']] }],
    ['401', 'Sec-Fetch-Dest', { headers: [host, ['Sec-Fetch-Dest', 'empty']] }],
    ['401', 'X-Forwarded-For', { headers: [host, ['X-Forwarded-For', '127.0.0.1']] }],
    ['401', 'X-Forwarded-Host', { headers: [host, ['X-Forwarded-Host', 'localhost']] }],
    ['401', 'X-Real-IP', { headers: [host, ['X-Real-IP', '127.0.0.1']] }],
    ['401', 'Forwarded', { headers: [host, ['Forwarded', 'for=127.0.0.1']] }],
    ['401', 'Via', { headers: [host, ['Via', '1.1 proxy']] }],
    ['401', 'HTTP/1.0', { line: 'GET / 1.0' }],
    ['401', 'require_token or a wider bind', { policy: { dropInWithoutToken: false } }],
    ['200 token', 'a token in its place', { headers: [host, ['Via', '1.1 proxy']], credential: 'token' }],
    ['401', 'a route that is not a drop-in', { route: 'private' }],
    ['401', 'the contract', { route: 'rpc' }],
    ['401', 'pulling and deleting models', { route: 'manage' }],
  ])('%s: %s', (expected, _name, input) => {
    expect(decide(input)).toBe(expected)
  })
})

describe('credentials', () => {
  const closed = { dropInWithoutToken: false }
  it.each<[string, string, Case]>([
    ['401', 'wrong', { credential: 'wrong', policy: closed }],
    ['429', 'too many wrong ones', { credential: 'throttled', policy: closed }],
    ['429', 'too many wrong ones, contract', { credential: 'throttled', route: 'rpc' }],
    ['403', 'an API token on the contract', { credential: 'token', route: 'private' }],
    ['200 admin', 'the admin token on the contract', { credential: 'admin', route: 'rpc' }],
    ['403', 'an API token that wants to change models', { credential: 'token', route: 'manage' }],
    ['200 admin', 'the admin token that changes models', { credential: 'admin', route: 'manage' }],
    [
      '200 session',
      'a session that changes models',
      { headers: [host, own], credential: 'session', route: 'manage' },
    ],
    ['401', 'a cookie on an upgrade without an origin', { credential: 'session', route: 'rpc' }],
    ['200 session', 'a cookie on an upgrade', { headers: [host, own], credential: 'session', route: 'rpc' }],
    ['200 anonymous', 'none on a public route', { headers: [host, own], route: 'public' }],
    [
      '200 anonymous',
      'none on a public route that tells more to some',
      { headers: [host, own], route: 'health' },
    ],
    ['200 local', 'none on such a route from this machine', { route: 'health' }],
    ['400', 'two Authorization headers', { headers: [host, ['Authorization', 'a'], ['Authorization', 'b']] }],
  ])('%s: %s', (expected, _name, input) => {
    expect(decide(input)).toBe(expected)
  })

  it('counts a wrong credential only where it was needed', () => {
    const failed = (input: Case) => {
      const verdict = guard(facts(input), routes.dropIn, credentials.wrong, { ...policy, ...input.policy })
      return verdict.outcome === 'deny' && verdict.failedLogin === true
    }
    expect(failed({ policy: closed })).toBe(true)
    expect(failed({})).toBe(false)
    expect(failed({ headers: [['Host', 'evil.com']], policy: closed })).toBe(false)
  })
})

describe('requests that change something', () => {
  const line = 'POST /x 1.1'
  const length = ['Content-Length', '2'] as const
  it.each<[string, string, Case]>([
    ['200 local', 'JSON', { line, headers: [host, json, length] }],
    [
      '200 local',
      'JSON, with charset',
      { line, headers: [host, ['Content-Type', 'application/json; charset="UTF-8"']] },
    ],
    ['415', 'plain text', { line, headers: [host, ['Content-Type', 'text/plain'], length] }],
    ['415', 'a form', { line, headers: [host, ['Content-Type', 'application/x-www-form-urlencoded']] }],
    [
      '415',
      'JSON in another charset',
      { line, headers: [host, ['Content-Type', 'application/json; charset=utf-16']] },
    ],
    ['415', 'two types', { line, headers: [host, json, ['Content-Type', 'text/plain']] }],
    ['415', 'no type', { line, headers: [host] }],
    ['415', 'compressed', { line, headers: [host, json, ['Content-Encoding', 'gzip']] }],
    ['403', 'a session without the mark', { line, headers: [host, own, json], credential: 'session' }],
    ['200 session', 'a session', { line, headers: [host, own, json, marked], credential: 'session' }],
    [
      '403',
      'a session, the mark has another value',
      { line, headers: [host, own, json, ['X-Harombe-Request', '0']], credential: 'session' },
    ],
    [
      '403',
      'a browser on a public route without the mark',
      { line, headers: [host, own, json], route: 'public' },
    ],
    [
      '200 anonymous',
      'a browser on a public route',
      { line, headers: [host, own, json, marked], route: 'public' },
    ],
    [
      '200 session',
      'a session, DELETE without a body',
      { line: 'DELETE /x 1.1', headers: [host, own, marked], credential: 'session', route: 'public' },
    ],
    ['404', 'an address that is not there', { line, headers: [host], route: null }],
  ])('%s: %s', (expected, _name, input) => {
    expect(decide(input)).toBe(expected)
  })
})

it('refuses more header fields than it wants to read', () => {
  const many = Array.from({ length: 100 }, (_, index) => [`X-${index}`, '1'] as const)
  expect(decide({ headers: [host, ...many] })).toBe('431')
  expect(decide({ headers: [host, ...many.slice(1)] })).toBe('200 local')
})
