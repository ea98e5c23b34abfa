import { Pool } from 'undici'
import { HarombeError } from '../../../shared/errors'
import { parseJson } from '../framing/parse-json'
import { limits, probeTimeout } from '../limits'
import type { ClientTarget } from '../protocol'
import { connectWithin } from './connect-within'
import type { Exchange } from './exchange'
import { networkError } from './network-error'
import { nodeError, type Refusal, readRefusal, retryAfter } from './node-error'
import { placeOf } from './origin'
import { openScope } from './request-scope'
import { send } from './send'

export interface HttpQuestion {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  body?: unknown
  accept: string
  /** Beside those of every question. */
  headers?: Readonly<Record<string, string>> | undefined
  /** For the message when the server says that it lacks the model. */
  model?: string | undefined
}

export interface HttpAnswer {
  /** Media type without parameters, lower case; empty when the server gave none. */
  contentType: string
  /**
   * What has arrived since the last call; null after the end. Pulled: a little is buffered, then nothing is read from the
   * socket while nobody asks. @throws HarombeError
   */
  next(): Promise<readonly Uint8Array[] | null>
  /** The caller has all it wants: lets the last bytes pass for at most a second, so that the connection can be reused. */
  finish(): void
}

export interface HttpDocument {
  value: unknown
  /** The server says of itself that it only pretends. */
  simulated: boolean
}

export interface DocumentBounds {
  /** Until the whole answer is in. */
  milliseconds: number
  /** Bytes of the answer. */
  bytes: number
}

/** Talks to one origin only; no redirect is followed, so the token never reaches another one. */
export interface HttpConnection {
  readonly host: string
  /** @throws HarombeError for anything but 200 */
  open(question: HttpQuestion, signal: AbortSignal): Promise<HttpAnswer>
  /** A small JSON document, within the time of a probe. @throws HarombeError */
  getJson(path: string, signal: AbortSignal): Promise<HttpDocument>
  /** An answer of one piece to any question. @throws HarombeError TIMEOUT, MALFORMED_RESPONSE, … */
  askJson(question: HttpQuestion, bounds: DocumentBounds, signal: AbortSignal): Promise<HttpDocument>
  close(): Promise<void>
}

/** What follows the terminal marker of an answer is a few bytes; a server that never ends is cut off after this, ms. */
const lingerMs = 1000

const probeBounds: DocumentBounds = { milliseconds: probeTimeout, bytes: limits.documentBytes }

function header(response: Exchange, name: string): string | undefined {
  const value = response.headers[name]
  return Array.isArray(value) ? value[0] : value
}

function contentType(response: Exchange): string {
  return (header(response, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

async function readText(response: Exchange, limit: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for (let parts = await response.next(); parts !== null; parts = await response.next()) {
      for (const part of parts) bytes += part.length
      chunks.push(...parts)
      if (bytes > limit)
        throw new HarombeError('MALFORMED_RESPONSE', `The answer is longer than ${limit} bytes.`)
    }
  } finally {
    response.abandon()
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** undici's own. */
const usualIdleMs = 4_000

/**
 * @param connectTimeout @param idleMs milliseconds; see `Dialect.idleMs`
 * @throws HarombeError CONFIG_INVALID for an address or a token that cannot be used
 */
export function createHttpConnection(
  target: ClientTarget,
  connectTimeout: number,
  idleMs: number = usualIdleMs,
): HttpConnection {
  const place = placeOf(target)
  const { host } = place
  const connector = connectWithin(connectTimeout)
  const pool = new Pool(place.origin, {
    connect: connector.connect,
    pipelining: 1,
    keepAliveTimeout: idleMs,
    allowH2: false,
    // Ollama sends no header until the model is loaded: the scope of each request sets its own deadlines.
    headersTimeout: 0,
    bodyTimeout: 0,
  })

  const ask = async (question: HttpQuestion, signal: AbortSignal): Promise<Exchange> => {
    try {
      const options = {
        method: question.method,
        path: `${place.prefix}${question.path}`,
        headers: {
          ...place.headers,
          ...question.headers,
          accept: question.accept,
          ...(question.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: question.body === undefined ? null : JSON.stringify(question.body),
      }
      return await send(pool, options, signal, connector)
    } catch (error) {
      throw networkError(error, host, 'headers')
    }
  }

  const refuse = async (response: Exchange, model: string | undefined): Promise<HarombeError> => {
    const text = await readText(response, limits.errorBytes).catch(() => '')
    let refusal: Refusal = { status: null, text }
    try {
      refusal = readRefusal(parseJson(text))
    } catch {
      // A page rather than a document: judged by its text.
    }
    const retryAfterMs = retryAfter(header(response, 'retry-after'), Date.now())
    return nodeError({ ...refusal, status: response.statusCode, retryAfterMs }, host, model)
  }

  const accept = async (question: HttpQuestion, signal: AbortSignal): Promise<Exchange> => {
    const response = await ask(question, signal)
    if (response.statusCode !== 200) throw await refuse(response, question.model)
    const encoding = header(response, 'content-encoding') ?? 'identity'
    if (contentType(response) === 'text/html' || encoding !== 'identity') {
      response.abandon()
      throw new HarombeError(
        'MALFORMED_RESPONSE',
        encoding === 'identity'
          ? `${host} answered with a web page.`
          : `${host} answered in an encoding nobody asked for.`,
        { hint: 'Something else listens there. Check the port and the backend of the node.' },
      )
    }
    return response
  }

  const askJson: HttpConnection['askJson'] = async (question, bounds, caller) => {
    const scope = openScope(caller)
    scope.expireAfter(
      bounds.milliseconds,
      () => new HarombeError('TIMEOUT', `${host} did not answer ${question.path} in time.`),
    )
    try {
      const response = await accept(question, scope.signal)
      const text = await readText(response, bounds.bytes)
      // An empty body is how some servers say that it is done.
      const value = text.trim() === '' ? null : parseJson(text)
      // Complete: there is nothing to abort, and to say why would cost a stack trace with every check.
      scope.release()
      return { value, simulated: header(response, 'x-harombe-simulated') === '1' }
    } catch (error) {
      const failure = scope.failure() ?? networkError(error, host, 'body')
      scope.end()
      throw failure
    }
  }

  return {
    host,
    async open(question, signal) {
      const response = await accept(question, signal)
      return {
        contentType: contentType(response),
        next: async () => {
          try {
            return await response.next()
          } catch (error) {
            throw networkError(error, host, 'body')
          }
        },
        finish: () => response.finish(lingerMs),
      }
    },
    getJson: (path, signal) =>
      askJson({ method: 'GET', path, accept: 'application/json' }, probeBounds, signal),
    askJson,
    close: () => pool.destroy(),
  }
}
