import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { type Dispatcher, request } from 'undici'
import { HarombeError, isHarombeError } from '../../../../shared/errors'
import { isAllowedAddress } from './model-source'

export interface RemoteFile {
  /** `part` continues where we stopped, `whole` begins anew, `beyond` has nothing after that place. */
  answer: 'part' | 'whole' | 'beyond'
  /** Bytes of the whole file; null when the server does not say. */
  totalBytes: number | null
  /** Tells this version of the file from another; for If-Range. Null when the server gives none that is strong. */
  validator: string | null
  /** What the hub says the content's SHA-256 is, lower-case hex. */
  announcedSha256: string | null
  body: Readable
}

const mostRedirects = 5
/** Hubs answer at once; a connection that is silent for so long is dead, ms. */
const patienceMs = 60_000

const headerOf = (headers: IncomingHttpHeaders, name: string): string | null => {
  const value = headers[name]
  return typeof value === 'string' ? value : null
}

/** `W/"…"` says that the content may differ in bytes, so it is no proof for going on in the middle. */
function validatorOf(headers: IncomingHttpHeaders): string | null {
  const etag = headerOf(headers, 'etag')
  return etag !== null && /^"[^"\r\n]{1,256}"$/.test(etag) ? etag : headerOf(headers, 'last-modified')
}

function announcedOf(headers: IncomingHttpHeaders): string | null {
  const hash = /^"?([0-9a-f]{64})"?$/i.exec(headerOf(headers, 'x-linked-etag') ?? '')
  return hash?.[1]?.toLowerCase() ?? null
}

const numberOf = (text: string | null | undefined): number | null =>
  text != null && /^\d{1,15}$/.test(text) ? Number(text) : null

function refusal(status: number, host: string): HarombeError {
  if (status === 401 || status === 403) {
    return new HarombeError(
      'NODE_REFUSED',
      `${host} does not give this file to everybody (HTTP ${status}).`,
      {
        hint: 'Its license may have to be accepted first: download it in a browser and put it into the models folder.',
      },
    )
  }
  if (status === 404 || status === 410) {
    return new HarombeError('MODEL_MISSING', `${host} has no such file.`, { hint: 'Check the name.' })
  }
  if (status === 429 || status === 503) {
    return new HarombeError('NODE_BUSY', `${host} asks to come back later (HTTP ${status}).`)
  }
  return new HarombeError('NODE_ERROR', `${host} could not send the file (HTTP ${status}).`)
}

async function ask(
  url: URL,
  headers: Record<string, string>,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  try {
    const answer = await request(url.href, {
      method: 'GET',
      headers: { 'accept-encoding': 'identity', 'user-agent': 'harombe', ...headers },
      dispatcher,
      signal,
      headersTimeout: patienceMs,
      bodyTimeout: patienceMs,
    })
    // Leaving a body unread makes it fail, which would end the program if nobody listened.
    answer.body.on('error', () => undefined)
    return answer
  } catch (cause) {
    if (signal.aborted) throw signal.reason
    throw new HarombeError('NODE_UNREACHABLE', `${url.host} cannot be reached.`, {
      hint: 'Is this machine connected to the internet?',
      cause,
    })
  }
}

/** The file behind an address; redirects lead to https only. @throws HarombeError; the signal's reason */
export async function openRemoteFile(
  address: string,
  from: { offset: number; validator: string | null } | null,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<RemoteFile> {
  const range: Record<string, string> =
    from === null
      ? {}
      : {
          range: `bytes=${from.offset}-`,
          ...(from.validator === null ? {} : { 'if-range': from.validator }),
        }
  let url = new URL(address)
  const isLocal = url.protocol === 'http:'
  let announcedSha256: string | null = null
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    if (!isAllowedAddress(url) || (url.protocol === 'http:' && !isLocal)) {
      throw new HarombeError(
        'NODE_REFUSED',
        `The download leads to ${url.protocol}//${url.host}, which is not safe.`,
      )
    }
    const { statusCode, headers, body } = await ask(url, range, dispatcher, signal)
    announcedSha256 ??= announcedOf(headers)
    if ([301, 302, 303, 307, 308].includes(statusCode)) {
      body.destroy()
      const next = URL.parse(headerOf(headers, 'location') ?? '', url.href)
      if (next === null) throw new HarombeError('MALFORMED_RESPONSE', `${url.host} redirects to nowhere.`)
      url = next
      continue
    }
    try {
      return { ...readHead(statusCode, headers, from, url.host), announcedSha256, body }
    } catch (error) {
      body.destroy()
      throw isHarombeError(error) ? error : refusal(statusCode, url.host)
    }
  }
  throw new HarombeError('MALFORMED_RESPONSE', `${url.host} redirects without end.`)
}

function readHead(
  statusCode: number,
  headers: IncomingHttpHeaders,
  from: { offset: number } | null,
  host: string,
): Pick<RemoteFile, 'answer' | 'totalBytes' | 'validator'> {
  const validator = validatorOf(headers)
  if (statusCode === 200) {
    return { answer: 'whole', totalBytes: numberOf(headerOf(headers, 'content-length')), validator }
  }
  const contentRange = headerOf(headers, 'content-range') ?? ''
  if (statusCode === 416 && from !== null) {
    const total = /^bytes \*\/(\d+)$/.exec(contentRange)
    return { answer: 'beyond', totalBytes: numberOf(total?.[1]), validator }
  }
  if (statusCode === 206 && from !== null) {
    const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(contentRange)
    if (numberOf(range?.[1]) === from.offset) {
      return { answer: 'part', totalBytes: numberOf(range?.[2]), validator }
    }
    throw new HarombeError('MALFORMED_RESPONSE', `${host} sent another part of the file than was asked for.`)
  }
  throw refusal(statusCode, host)
}
