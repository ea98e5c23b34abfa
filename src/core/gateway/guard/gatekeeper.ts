import type { IncomingMessage } from 'node:http'
import type { Logger } from 'pino'
import { addressOf } from '../http/connections'
import { guarded, type RouteDefinition, type RouteName } from '../route-table'
import { type RequestFacts, readFacts } from './facts'
import type { FailedLogins } from './failed-logins'
import { type Credential, type Denial, type GuardPolicy, guard, type Verdict } from './guard'
import type { RateLimiter } from './rate-limiter'

export interface GatekeeperOptions {
  /** Asked for every request: it depends on the port, which is known once the listener has one. */
  policy(): GuardPolicy
  authenticate(facts: RequestFacts, address: string): Credential
  failures: FailedLogins
  rates: RateLimiter
  log: Logger
}

type Route = RouteDefinition & { name: RouteName }

const tooMany: Denial = {
  outcome: 'deny',
  status: 429,
  code: 'RATE_LIMITED',
  message: 'Too many requests came from this address.',
  corsOrigin: null,
}

/** Joins the guard with what it is not allowed to know: who was caught guessing, and who asks too often. */
export function createGatekeeper({ policy, authenticate, failures, rates, log }: GatekeeperOptions) {
  return (request: IncomingMessage, route: Route | null): Verdict => {
    const facts = readFacts(request)
    const address = addressOf(request.socket)
    const verdict = guard(
      facts,
      route === null ? null : guarded(route),
      authenticate(facts, address),
      policy(),
    )
    if (verdict.outcome === 'deny') {
      if (verdict.failedLogin === true && failures.record(address)) {
        log.warn({ address }, 'too many wrong credentials; the address is shut out for a while')
      }
      return verdict
    }
    // A script that runs the CLI in a loop must not use up what the pages on this machine need.
    const isAdmin = verdict.outcome === 'allow' && verdict.principal.kind === 'admin'
    if (route === null || route.rate === null || isAdmin) return verdict
    const isWithin = rates.take(`${route.name} ${address}`, route.rate)
    return isWithin ? verdict : { ...tooMany, corsOrigin: verdict.corsOrigin }
  }
}
export type Gatekeeper = ReturnType<typeof createGatekeeper>
