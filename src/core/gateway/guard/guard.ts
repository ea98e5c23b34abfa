import type { ErrorCode } from '../../../shared/errors'
import type { RequestFacts } from './facts'
import { checkHost } from './host'
import { anonymous, hasScope, local, type Principal, type RouteScope } from './principal'

/**
 * Who may use a route. public: anyone (a known caller may be told more); drop-in: callers with the route's scope, and
 * programs on this machine without a credential; session: callers with the scope, no exemption.
 */
export type RouteAccess = 'public' | 'drop-in' | 'session'

export interface GuardedRoute {
  access: RouteAccess
  /** Null where nothing is asked. */
  scope: RouteScope | null
  /** A web page that a link on another site may open. */
  page: boolean
  /** Is reached by an upgrade to WebSocket. */
  upgrade: boolean
}

export interface GuardPolicy {
  scheme: 'http' | 'https'
  /** Accepted values of the Host header, lower case, port included. */
  hosts: ReadonlySet<string>
  /** More names of this machine: consulted for hosts that are not in the set. */
  isOwnHost(name: string, port: string | null): boolean
  corsOrigins: ReadonlySet<string>
  /** Bound to loopback and `server.require_token` is off. */
  dropInWithoutToken: boolean
  headerCount: number
}

/** What came of the presented credential. `throttled`: too many wrong ones came from this address. */
export type Credential =
  | { kind: 'none' }
  | { kind: 'wrong' }
  | { kind: 'throttled' }
  | Extract<Principal, { kind: 'token' | 'session' | 'admin' }>

interface Answered {
  /** The foreign page that may read the answer, from `server.cors_origins`; null for all others. */
  corsOrigin: string | null
}
export interface Denial extends Answered {
  outcome: 'deny'
  status: number
  code: ErrorCode
  message: string
  hint?: string
  /** A wrong credential was presented and nothing else let the request in. */
  failedLogin?: true
}
export type Verdict =
  | ({ outcome: 'allow'; principal: Principal } & Answered)
  | ({ outcome: 'preflight' } & Answered)
  | Denial

const deny = (status: number, code: ErrorCode, message: string, more: Partial<Denial> = {}): Denial => ({
  outcome: 'deny',
  status,
  code,
  message,
  corsOrigin: null,
  ...more,
})

const isStateChanging = (method: string) => method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS'

/** Browsers always send Sec-Fetch-Site and -Dest; Sec-Fetch-Mode alone is Node's fetch, which is no browser. */
const isBrowser = (facts: RequestFacts) =>
  facts.origin !== null || facts.fetchSite !== null || facts.fetchDest !== null

const isJson = (contentType: string | null) =>
  contentType !== null && /^application\/json\s*(;\s*charset=("?)utf-8\2\s*)?$/i.test(contentType)

/** Null when the request's own words about where it comes from are acceptable. */
function checkSource(facts: RequestFacts, route: GuardedRoute | null, policy: GuardPolicy): Denial | null {
  if (facts.origin !== null && policy.corsOrigins.has(facts.origin)) return null
  if (facts.origin !== null && facts.origin !== `${policy.scheme}://${facts.host?.toLowerCase()}`) {
    return deny(403, 'FORBIDDEN', 'Requests from this web page are not accepted.', {
      hint: 'List its origin under server.cors_origins to allow it.',
    })
  }
  if (facts.fetchSite === null || facts.fetchSite === 'same-origin' || facts.fetchSite === 'none') return null
  const opensPage =
    route?.page === true &&
    facts.method === 'GET' &&
    facts.origin === null &&
    facts.fetchMode === 'navigate' &&
    facts.fetchDest === 'document'
  return opensPage ? null : deny(403, 'FORBIDDEN', 'Requests from other web sites are not accepted.')
}

/** A program on this very machine, as far as a request can show it: no browser and no proxy stands behind it. */
function isDropIn(facts: RequestFacts, route: GuardedRoute, policy: GuardPolicy): boolean {
  return (
    route.access !== 'session' &&
    policy.dropInWithoutToken &&
    // What many proxies speak to their backends unless told otherwise, and no client of today.
    facts.httpVersion === '1.1' &&
    !facts.proxied &&
    !isBrowser(facts)
  )
}

const hintFor = ({ scope }: GuardedRoute) =>
  scope === 'manage'
    ? 'Change models in the app or with `harombe models`; programs need the admin token of the running harombe.'
    : 'Send server.auth_token as a bearer token, or log in with a code from `harombe serve`.'

function identify(
  facts: RequestFacts,
  route: GuardedRoute,
  credential: Credential,
  policy: GuardPolicy,
): Principal | Denial {
  const known = credential.kind === 'token' || credential.kind === 'session' || credential.kind === 'admin'
  // A cookie travels by itself, so it counts only where the browser vouches for the page that sent it.
  const usable =
    known &&
    (credential.kind !== 'session' ||
      (facts.origin !== null ? !policy.corsOrigins.has(facts.origin) : !route.upgrade))
  if (usable) {
    if (route.scope === null || hasScope(credential, route.scope)) return credential
    return deny(403, 'FORBIDDEN', 'This token may not use this address.')
  }
  if (isDropIn(facts, route, policy)) return local
  if (route.access === 'public') return anonymous
  if (credential.kind === 'throttled') {
    return deny(429, 'RATE_LIMITED', 'Too many wrong credentials came from this address.', {
      hint: 'Wait five minutes.',
    })
  }
  return deny(401, 'UNAUTHENTICATED', 'A valid token or session is needed.', {
    hint: hintFor(route),
    ...(credential.kind === 'wrong' ? { failedLogin: true as const } : {}),
  })
}

/** Null when the request is one that no foreign form could have sent. */
function checkForm(facts: RequestFacts, route: GuardedRoute, principal: Principal): Denial | null {
  if (!isStateChanging(facts.method)) return null
  if ((facts.hasBody || facts.method === 'POST') && !isJson(facts.contentType)) {
    return deny(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json.')
  }
  if (facts.contentEncoding !== null && facts.contentEncoding.toLowerCase() !== 'identity') {
    return deny(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the body without compression.')
  }
  const needsMark = principal.kind === 'session' || (route.access === 'public' && isBrowser(facts))
  if (needsMark && !facts.marked) {
    return deny(403, 'FORBIDDEN', 'The header "x-harombe-request: 1" is missing.')
  }
  return null
}

/**
 * Decides on one request or upgrade before any route sees it. `route` is null for an address that is not in the table.
 * The address of the peer is no argument: being on this machine grants nothing that the listener's own binding does not.
 */
export function guard(
  facts: RequestFacts,
  route: GuardedRoute | null,
  credential: Credential,
  policy: GuardPolicy,
): Verdict {
  if (facts.headerCount > policy.headerCount) {
    return deny(431, 'BAD_REQUEST', 'The request has too many header fields.')
  }
  const wrongHost = checkHost(facts, policy)
  if (wrongHost !== null) return deny(wrongHost.status, 'BAD_REQUEST', wrongHost.message)

  const foreign = checkSource(facts, route, policy)
  if (foreign !== null) return foreign
  const corsOrigin = facts.origin !== null && policy.corsOrigins.has(facts.origin) ? facts.origin : null
  if (facts.method === 'OPTIONS') {
    return corsOrigin === null
      ? deny(403, 'FORBIDDEN', 'Cross-origin requests are not accepted.')
      : { outcome: 'preflight', corsOrigin }
  }
  if (route === null) return deny(404, 'NOT_FOUND', 'There is nothing at this address.', { corsOrigin })

  if (facts.authorizationCount > 1 || facts.apiKeyCount > 1) {
    return deny(400, 'BAD_REQUEST', 'The request carries more than one credential.', { corsOrigin })
  }
  const principal = identify(facts, route, credential, policy)
  if ('outcome' in principal) return { ...principal, corsOrigin }
  const malformed = checkForm(facts, route, principal)
  if (malformed !== null) return { ...malformed, corsOrigin }
  return { outcome: 'allow', principal, corsOrigin }
}
