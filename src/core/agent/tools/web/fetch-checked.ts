import type { LookupFunction } from 'node:net'
import { buildConnector, Client, errors } from 'undici'
import { HarombeError, isHarombeError } from '../../../../shared/errors'
import type { CheckedHost, EgressGuard } from './egress-guard'
import { acceptedEncodings, type Body, readBody } from './read-body'
import { parseWebAddress } from './web-address'

export interface CheckedRequest {
  url: URL
  method?: 'GET' | 'POST'
  headers?: Readonly<Record<string, string>>
  body?: string
}

export interface CheckedResponse extends Body {
  /** Where it came from in the end. */
  url: URL
  status: number
  contentType: string
  /** Where it points to, when it was not followed. */
  location: string | null
}

export interface FetchOptions {
  guard: EgressGuard
  signal: AbortSignal
  /** Hops that are followed; each is checked like the first. */
  maxRedirects: number
  /** Bytes, unpacked. */
  maxBytes: number
  /** Milliseconds, from the lookup of the first name to the last byte. */
  timeoutMs: number
}

const connectMs = 10_000
const userAgent = 'harombe'

/** Answers every lookup with what was checked, so that no second question can have another answer. */
const pinned =
  ({ addresses }: CheckedHost): LookupFunction =>
  (_host, { all }, callback) => {
    const [first] = addresses
    if (all === true) callback(null, [...addresses])
    else if (first === undefined) callback(new Error('There is no address.'), '')
    else callback(null, first.address, first.family)
  }

const sameAddress = (a: string, b: string) =>
  a.replace(/^::ffff:(?=\d+\.)/i, '') === b.replace(/^::ffff:(?=\d+\.)/i, '')

/** A connection that is to somewhere else than was checked is closed before a byte is sent. */
function pinnedConnector(host: CheckedHost): buildConnector.connector {
  const lookup = pinned(host)
  const connect = buildConnector({ timeout: connectMs, allowH2: false, lookup })
  return (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error !== null) return callback(error, null)
      const remote = socket.remoteAddress ?? ''
      if (host.addresses.some(({ address }) => sameAddress(address, remote))) return callback(null, socket)
      socket.destroy()
      callback(new HarombeError('FORBIDDEN', 'The connection led to another address than was checked.'), null)
    })
}

async function requestOnce(
  { url, method = 'GET', headers = {}, body }: CheckedRequest,
  { guard, maxBytes }: FetchOptions,
  signal: AbortSignal,
): Promise<CheckedResponse> {
  const host = await guard.check(url, signal)
  signal.throwIfAborted()
  // A client of one's own for each request: no connection is shared, and no proxy of the environment comes between.
  const client = new Client(url.origin, {
    connect: pinnedConnector(host),
    pipelining: 1,
    maxHeaderSize: 16 * 1024,
    headersTimeout: 20_000,
    bodyTimeout: 20_000,
  })
  try {
    const response = await client.request({
      path: `${url.pathname}${url.search}`,
      method,
      signal,
      headers: { 'user-agent': userAgent, 'accept-encoding': acceptedEncodings, ...headers },
      ...(body === undefined ? {} : { body }),
    })
    const one = (name: string) => {
      const value = response.headers[name]
      return (Array.isArray(value) ? value[0] : value) ?? ''
    }
    const status = response.statusCode
    const isRedirect = [301, 302, 303, 307, 308].includes(status)
    const read = await readBody(response.body, one('content-encoding'), isRedirect ? 0 : maxBytes)
    return {
      ...read,
      url,
      status,
      contentType: one('content-type'),
      location: isRedirect ? one('location') || null : null,
    }
  } finally {
    await client.destroy()
  }
}

/** The same site, for which a person has said yes: the name alone, with or without `www.`, and never back to plain http. */
function isSameSite(from: URL, to: URL): boolean {
  const bare = (url: URL) => url.hostname.replace(/^www\./, '')
  if (bare(from) !== bare(to) || (from.protocol === 'https:' && to.protocol === 'http:')) return false
  return from.port === to.port || (from.port === '' && to.port === '')
}

function explain(error: unknown, url: URL, outer: AbortSignal, isLate: boolean): unknown {
  if (outer.aborted) return new HarombeError('CANCELLED', 'It was stopped.')
  if (isLate) return new HarombeError('TIMEOUT', `${url.host} took too long to answer.`)
  if (isHarombeError(error)) return error
  const cause = error instanceof errors.UndiciError || error instanceof Error ? error.message : String(error)
  return new HarombeError('NODE_UNREACHABLE', `${url.host} cannot be reached: ${cause}`, { cause: error })
}

/**
 * One request, and those its redirects lead to within the same site. What leads to another site is not followed: the answer's
 * `location` then says where.
 * @throws HarombeError FORBIDDEN, NODE_UNREACHABLE, TIMEOUT, CANCELLED, MALFORMED_RESPONSE
 */
export async function fetchChecked(request: CheckedRequest, options: FetchOptions): Promise<CheckedResponse> {
  const { guard, signal, maxRedirects, timeoutMs } = options
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), timeoutMs)
  const both = AbortSignal.any([signal, late.signal])
  let url = request.url
  try {
    for (let hop = 0; ; hop++) {
      const response = await requestOnce({ ...request, url }, options, both)
      if (response.location === null || maxRedirects === 0) return response
      const next = parseWebAddress(URL.parse(response.location, url.href)?.href ?? '', guard.isAllowedHost)
      if (hop === maxRedirects) {
        throw new HarombeError(
          'MALFORMED_RESPONSE',
          `${request.url.host} sends from one address to the next without end.`,
        )
      }
      if (!isSameSite(url, next)) {
        // Told only when it might be fetched as far as it tells itself, so that nobody is asked in vain.
        guard.checkLiteral(next)
        return { ...response, location: next.href }
      }
      url = next
    }
  } catch (error) {
    throw explain(error, url, signal, late.signal.aborted)
  } finally {
    clearTimeout(timer)
  }
}
