import type { IncomingMessage } from 'node:http'

/** All the guard looks at, read once from the headers as they were sent. Absent headers are null. */
export interface RequestFacts {
  method: string
  /** The request target as sent; normally a path. */
  target: string
  httpVersion: string
  headerCount: number
  hostCount: number
  host: string | null
  /** Two Origin headers are joined by a comma and so match nothing. */
  origin: string | null
  authorizationCount: number
  authorization: string | null
  apiKeyCount: number
  apiKey: string | null
  cookie: string | null
  contentType: string | null
  contentEncoding: string | null
  hasBody: boolean
  fetchSite: string | null
  fetchMode: string | null
  fetchDest: string | null
  /** A header that only a proxy adds. */
  proxied: boolean
  /** `x-harombe-request: 1`, which no form and no simple cross-origin request can carry. */
  marked: boolean
}

const joined = (previous: string | null, value: string) =>
  previous === null ? value : `${previous}, ${value}`

/**
 * Reads `rawHeaders`, because Node keeps only the first of two Host or Authorization headers and so hides what a proxy
 * in front may have decided by the second.
 */
export function readFacts(
  request: Pick<IncomingMessage, 'method' | 'url' | 'httpVersion' | 'rawHeaders'>,
): RequestFacts {
  const { rawHeaders } = request
  const facts: RequestFacts = {
    method: request.method ?? '',
    target: request.url ?? '',
    httpVersion: request.httpVersion,
    headerCount: rawHeaders.length / 2,
    hostCount: 0,
    host: null,
    origin: null,
    authorizationCount: 0,
    authorization: null,
    apiKeyCount: 0,
    apiKey: null,
    cookie: null,
    contentType: null,
    contentEncoding: null,
    hasBody: false,
    fetchSite: null,
    fetchMode: null,
    fetchDest: null,
    proxied: false,
    marked: false,
  }
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase()
    const value = rawHeaders[index + 1] ?? ''
    switch (name) {
      case 'host':
        facts.hostCount += 1
        facts.host ??= value
        break
      case 'origin':
        facts.origin = joined(facts.origin, value)
        break
      case 'authorization':
        facts.authorizationCount += 1
        facts.authorization ??= value
        break
      case 'x-api-key':
        facts.apiKeyCount += 1
        facts.apiKey ??= value
        break
      case 'cookie':
        facts.cookie = facts.cookie === null ? value : `${facts.cookie}; ${value}`
        break
      case 'content-type':
        facts.contentType = joined(facts.contentType, value)
        break
      case 'content-encoding':
        facts.contentEncoding = joined(facts.contentEncoding, value)
        break
      case 'content-length':
        if (value !== '0') facts.hasBody = true
        break
      case 'transfer-encoding':
        facts.hasBody = true
        break
      case 'sec-fetch-site':
        facts.fetchSite = joined(facts.fetchSite, value)
        break
      case 'sec-fetch-mode':
        facts.fetchMode = joined(facts.fetchMode, value)
        break
      case 'sec-fetch-dest':
        facts.fetchDest = joined(facts.fetchDest, value)
        break
      case 'forwarded':
      case 'x-real-ip':
      case 'via':
        facts.proxied = true
        break
      case 'x-harombe-request':
        facts.marked = value === '1'
        break
      default:
        if (name.startsWith('x-forwarded-')) facts.proxied = true
    }
  }
  return facts
}
