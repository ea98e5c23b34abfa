import { describe, expect, it } from 'vitest'
import { rpcAddress } from './open-socket'
import { codeInHash, codeInText, exchangeCode, isAuthenticated } from './session'

const reply = (status: number, body?: unknown) => async () =>
  new Response(body === undefined ? null : JSON.stringify(body), { status })
const unreachable = async () => {
  throw new TypeError('Failed to fetch')
}

describe('session', () => {
  it('finds the code in the link, and nothing in a route', () => {
    expect(codeInHash('#code=abc_DEF-1')).toBe('abc_DEF-1')
    expect(codeInHash('#/chat/abc')).toBeNull()
    expect(codeInHash('#code=')).toBeNull()
    expect(codeInHash('#code=%E0%A4%A')).toBeNull()
  })

  it('takes a pasted link or a bare code, with the blanks of a terminal', () => {
    expect(codeInText('  http://127.0.0.1:8000/#code=abcd1234\n')).toBe('abcd1234')
    expect(codeInText('abcd1234')).toBe('abcd1234')
    expect(codeInText('http://127.0.0.1:8000/')).toBeNull()
    expect(codeInText('')).toBeNull()
  })

  it('sends the code as JSON with the header that no foreign page can send unasked', async () => {
    const requests: [string, RequestInit | undefined][] = []
    const outcome = await exchangeCode('abcd', async (url, init) => {
      requests.push([url, init])
      return new Response(null, { status: 204 })
    })
    expect(outcome).toBe('accepted')
    expect(requests).toEqual([
      [
        '/session',
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-harombe-request': '1' },
          body: '{"code":"abcd"}',
        },
      ],
    ])
  })

  it('tells a refused code from a coordinator that is away', async () => {
    expect(await exchangeCode('abcd', reply(401))).toBe('refused')
    expect(await exchangeCode('abcd', unreachable)).toBe('unreachable')
  })

  it('claims that a session is missing only when the coordinator says so', async () => {
    expect(await isAuthenticated(reply(200, { authenticated: false }))).toBe(false)
    expect(await isAuthenticated(reply(401))).toBe(false)
    expect(await isAuthenticated(reply(200, { authenticated: true }))).toBe(true)
    expect(await isAuthenticated(reply(503))).toBeNull()
    expect(await isAuthenticated(async () => new Response('<html>'))).toBeNull()
    expect(await isAuthenticated(unreachable)).toBeNull()
  })
})

it('keeps the socket on the scheme and port of the page', () => {
  expect(rpcAddress({ protocol: 'http:', host: '127.0.0.1:8000' })).toBe('ws://127.0.0.1:8000/rpc')
  expect(rpcAddress({ protocol: 'https:', host: 'box.local' })).toBe('wss://box.local/rpc')
})
