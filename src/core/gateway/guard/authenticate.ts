import { hash, timingSafeEqual } from 'node:crypto'
import type { RequestFacts } from './facts'
import type { FailedLogins } from './failed-logins'
import type { Credential } from './guard'

export interface AuthenticatorOptions {
  authToken: string | null
  adminToken: string
  cookieName: string
  /** The id of the session a cookie value stands for, or null. */
  findSession(value: string): string | null
  failures: Pick<FailedLogins, 'isBanned'>
}

const digest = (text: string): Buffer => hash('sha256', text, 'buffer')

/** Values of a cookie, all of them: another port of this host can set one of the same name with a longer path. */
function cookieValues(header: string, name: string): string[] {
  return header
    .split(';')
    .map(pair => pair.trim())
    .filter(pair => pair.startsWith(`${name}=`))
    .map(pair => pair.slice(name.length + 1))
    .slice(0, 4)
}

/** The token a request presents, in whichever of the two headers; undefined for none, null for one that is none. */
function presentedToken(facts: RequestFacts): string | null | undefined {
  const { authorization, apiKey } = facts
  if (authorization === null) return apiKey ?? undefined
  const bearer = /^Bearer +([^\s]+)$/i.exec(authorization)?.[1] ?? null
  return apiKey === null || apiKey === bearer ? bearer : null
}

/**
 * The one place where credentials are checked. Lengths and contents are compared in constant time, as digests. The admin
 * token and session cookies are too random to be guessed; only the token a person chose is closed to an address that
 * keeps guessing.
 */
export function createAuthenticator(options: AuthenticatorOptions) {
  const admin = digest(options.adminToken)
  const token = options.authToken === null ? null : digest(options.authToken)

  return (facts: RequestFacts, address: string): Credential => {
    const presented = presentedToken(facts)
    const presentedDigest = typeof presented === 'string' ? digest(presented) : null
    if (presentedDigest !== null && timingSafeEqual(presentedDigest, admin)) return { kind: 'admin' }
    if (presented === undefined && facts.cookie !== null) {
      for (const value of cookieValues(facts.cookie, options.cookieName)) {
        const sessionId = options.findSession(value)
        if (sessionId !== null) return { kind: 'session', sessionId }
      }
    }
    if (options.failures.isBanned(address)) return { kind: 'throttled' }
    if (presented === undefined) return { kind: 'none' }
    if (presentedDigest !== null && token !== null && timingSafeEqual(presentedDigest, token)) {
      return { kind: 'token' }
    }
    return { kind: 'wrong' }
  }
}
