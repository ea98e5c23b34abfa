import { describe, expect, it } from 'vitest'
import { createAuthenticator } from './authenticate'
import { readFacts } from './facts'
import { createFailedLogins } from './failed-logins'
import { createRateLimiter } from './rate-limiter'

const authenticator = (banned = false, authToken: string | null = 'api-token') =>
  createAuthenticator({
    authToken,
    adminToken: 'admin-token',
    cookieName: 'harombe_session',
    findSession: value => (value === 'good' ? 'session-id' : null),
    failures: { isBanned: () => banned },
  })

const factsOf = (...rawHeaders: string[]) =>
  readFacts({ method: 'GET', url: '/', httpVersion: '1.1', rawHeaders })

describe('one function for every credential', () => {
  it.each([
    ['none', []],
    ['token', ['Authorization', 'Bearer api-token']],
    ['token', ['Authorization', 'bearer  api-token']],
    ['token', ['X-Api-Key', 'api-token']],
    ['token', ['Authorization', 'Bearer api-token', 'X-Api-Key', 'api-token']],
    ['wrong', ['Authorization', 'Bearer api-token', 'X-Api-Key', 'other']],
    ['admin', ['Authorization', 'Bearer admin-token']],
    ['wrong', ['Authorization', '']],
    ['wrong', ['Authorization', 'Bearer']],
    ['wrong', ['Authorization', 'Bearer ']],
    ['wrong', ['Authorization', 'api-token']],
    ['wrong', ['Authorization', 'Basic YXBpLXRva2Vu']],
    ['wrong', ['Authorization', "Bearer ' OR 1=1--"]],
    ['wrong', ['Authorization', 'Bearer api-token extra']],
    ['wrong', ['Authorization', `Bearer ${'x'.repeat(16_000)}`]],
    ['wrong', ['X-Api-Key', '']],
    ['session', ['Cookie', 'a=b; harombe_session=good']],
    ['session', ['Cookie', 'harombe_session=planted; harombe_session=good']],
    ['none', ['Cookie', 'harombe_session=old']],
    ['none', ['Cookie', 'xharombe_session=good']],
    ['wrong', ['Cookie', 'harombe_session=good', 'Authorization', 'Bearer nope']],
  ])('%s: %j', (kind, headers) => {
    expect(authenticator()(factsOf(...headers), '10.0.0.9').kind).toBe(kind)
  })

  it('grants nothing to any token when none is configured', () => {
    expect(authenticator(false, null)(factsOf('Authorization', 'Bearer null'), 'a').kind).toBe('wrong')
  })

  it('no longer checks the token a person chose for an address that keeps guessing', () => {
    const check = authenticator(true)
    expect(check(factsOf('Authorization', 'Bearer api-token'), 'a').kind).toBe('throttled')
    expect(check(factsOf('Authorization', 'Bearer admin-token'), 'a').kind).toBe('admin')
    expect(check(factsOf('Cookie', 'harombe_session=good'), 'a').kind).toBe('session')
  })
})

describe('guessing', () => {
  it('shuts an address out after ten wrong credentials in a minute, for five', () => {
    let now = 1000
    const failures = createFailedLogins({ monotonic: () => now, limit: 10, windowMs: 60_000, banMs: 300_000 })
    for (let count = 1; count < 10; count++) expect(failures.record('a')).toBe(false)
    expect(failures.isBanned('a')).toBe(false)
    expect(failures.record('a')).toBe(true)
    expect(failures.isBanned('a')).toBe(true)
    expect(failures.isBanned('b')).toBe(false)
    now += 299_999
    expect(failures.isBanned('a')).toBe(true)
    now += 2
    expect(failures.isBanned('a')).toBe(false)
  })

  it('forgives slow mistakes', () => {
    let now = 0
    const failures = createFailedLogins({ monotonic: () => now, limit: 10, windowMs: 60_000, banMs: 300_000 })
    for (let count = 0; count < 30; count++) {
      failures.record('a')
      now += 7000
    }
    expect(failures.isBanned('a')).toBe(false)
  })

  it('does not let a new window lift a ban', () => {
    let now = 0
    const failures = createFailedLogins({ monotonic: () => now, limit: 2, windowMs: 1000, banMs: 10_000 })
    failures.record('a')
    failures.record('a')
    now = 5000
    failures.record('a')
    expect(failures.isBanned('a')).toBe(true)
  })
})

it('limits a rate per key and refills it', () => {
  let now = 0
  const rates = createRateLimiter(() => now)
  const taken = (key: string) => Array.from({ length: 40 }, () => rates.take(key, 30)).filter(Boolean).length
  expect(taken('a')).toBe(30)
  expect(taken('b')).toBe(30)
  now += 20_000
  expect(taken('a')).toBe(10)
})
