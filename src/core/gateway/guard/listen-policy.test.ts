import { describe, expect, it } from 'vitest'
import { configSchema } from '../../../shared/config/schema'
import { hasCode } from '../../../shared/errors'
import {
  addressesFor,
  assertSafeToListen,
  createPolicy,
  endpointFor,
  isLoopbackHost,
  readCorsOrigins,
} from './listen-policy'

const config = (server: Record<string, unknown>) => configSchema.parse({ server }).server
const tls = { ssl_certfile: 'a.pem', ssl_keyfile: 'b.pem' }

it.each([
  ['localhost', true],
  ['LOCALHOST', true],
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['[::1]', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.2', false],
  ['127.0.0.1.nip.io', false],
  ['localhost.example', false],
])('%s is loopback: %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected)
})

describe('what may be opened', () => {
  it.each<[boolean, string, Record<string, unknown>, string | null]>([
    [true, 'loopback without a token', {}, null],
    [false, 'all addresses without a token', { host: '0.0.0.0', ...tls }, null],
    [false, 'all addresses without TLS', { host: '0.0.0.0' }, 'token'],
    [true, 'all addresses without TLS, knowingly', { host: '0.0.0.0', insecure_http: true }, 'token'],
    [false, 'insecure_http does not replace the token', { host: '::', insecure_http: true }, null],
    [true, 'a LAN address with TLS and a token', { host: '192.168.1.2', ...tls }, 'token'],
    [false, 'half a TLS configuration', { ssl_certfile: 'a.pem' }, null],
    [false, 'a demand for a token that does not exist', { require_token: true }, null],
  ])('%s: %s', (allowed, _name, server, token) => {
    const open = () => assertSafeToListen(config(server), token)
    if (allowed) expect(open).not.toThrow()
    else
      expect(open).toThrow(
        expect.toSatisfy(error => hasCode(error, 'CONFIG_INVALID') && error.hint !== undefined),
      )
  })
})

describe('names', () => {
  const policyOf = (server: Record<string, unknown>, port: number) =>
    createPolicy({
      server: config(server),
      port,
      corsOrigins: new Set(),
      headerCount: 100,
      ownNames: () => ['192.168.1.2', '[fe80::1]', 'mac-mini.local'],
    })

  it('accepts a host without port only on the default port of the scheme', () => {
    expect(policyOf({}, 80).hosts.has('localhost')).toBe(true)
    expect(policyOf({}, 443).hosts.has('localhost')).toBe(false)
    expect(policyOf(tls, 443).hosts.has('localhost')).toBe(true)
  })

  it('knows the names of this machine only when others can reach it', () => {
    const wide = policyOf({ host: '0.0.0.0' }, 8000)
    expect(wide.isOwnHost('mac-mini.local', '8000')).toBe(true)
    expect(wide.isOwnHost('mac-mini.local', '8001')).toBe(false)
    expect(wide.isOwnHost('evil.com', '8000')).toBe(false)
    expect(wide.hosts.has('0.0.0.0:8000')).toBe(false)
    expect(policyOf({}, 8000).isOwnHost('mac-mini.local', '8000')).toBe(false)
  })

  it('gives the exemption to loopback alone', () => {
    expect(policyOf({}, 8000).dropInWithoutToken).toBe(true)
    expect(policyOf({ require_token: true }, 8000).dropInWithoutToken).toBe(false)
    expect(policyOf({ host: '0.0.0.0' }, 8000).dropInWithoutToken).toBe(false)
    expect(policyOf({ host: '192.168.1.2' }, 8000).dropInWithoutToken).toBe(false)
  })

  it('names an endpoint that works on this machine', () => {
    expect(endpointFor(config({ host: '0.0.0.0' }), 8000)).toBe('http://127.0.0.1:8000')
    expect(endpointFor(config({ host: 'localhost' }), 8000)).toBe('http://127.0.0.1:8000')
    expect(endpointFor(config({ host: '::1', ...tls }), 8443)).toBe('https://[::1]:8443')
    expect(endpointFor(config({ host: '192.168.1.2' }), 8000)).toBe('http://192.168.1.2:8000')
  })

  it('binds both families for loopback', () => {
    expect(addressesFor('localhost')).toEqual({ required: '127.0.0.1', also: '::1' })
    expect(addressesFor('127.0.0.1')).toEqual({ required: '127.0.0.1', also: '::1' })
    expect(addressesFor('0.0.0.0')).toEqual({ required: '0.0.0.0', also: null })
    expect(addressesFor('[::1]')).toEqual({ required: '::1', also: null })
  })
})

it('takes origins for CORS, and never a wildcard', () => {
  const { origins, refused } = readCorsOrigins(['http://localhost:3000/', '*', 'null', 'file:///x'])
  expect([...origins]).toEqual(['http://localhost:3000'])
  expect(refused).toEqual(['*', 'null', 'file:///x'])
})
