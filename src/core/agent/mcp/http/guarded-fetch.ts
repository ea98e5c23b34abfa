import { parseBoundedJson } from '../../../../shared/bounded-json'
import type { Clock } from '../../../../shared/clock'
import { HarombeError, isHarombeError } from '../../../../shared/errors'
import { createEventParser } from '../../../inference/framing/parse-events'
import { createLineSplitter } from '../../../inference/framing/split-lines'
import { createFloodGate, type FloodGate } from '../flood-gate'
import { mcpLimits as limits } from '../limits'

type Body = ReadableStream<Uint8Array<ArrayBuffer>>

const encoder = new TextEncoder()

/** The same JSON, known to be shallow and without `__proto__`. @throws HarombeError MALFORMED_RESPONSE */
function checkedJson(text: string): string {
  try {
    return JSON.stringify(parseBoundedJson(text, limits.jsonDepth))
  } catch (cause) {
    throw new HarombeError('MALFORMED_RESPONSE', 'The server sent something that is no message.', { cause })
  }
}

async function readText(body: Body, gate: FloodGate): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  // Leaving the loop cancels the stream.
  for await (const chunk of body) {
    gate.take(chunk.length, 0)
    bytes += chunk.length
    if (bytes > limits.messageBytes)
      throw new HarombeError(
        'MALFORMED_RESPONSE',
        `The server sent a message longer than ${limits.messageBytes} bytes.`,
      )
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** `id` and `retry` go on as they are; each event's data is checked before anybody parses it again. */
function createEventCheck(gate: FloodGate): (chunk: Uint8Array) => string {
  const splitter = createLineSplitter(limits.messageBytes, Number.POSITIVE_INFINITY)
  const parser = createEventParser(limits.messageBytes)
  return chunk => {
    gate.take(chunk.length, 0)
    const out: string[] = []
    for (const line of splitter.push(chunk)) {
      gate.take(0, 1)
      if (/^(id|retry):/.test(line) && line.length <= 1024) out.push(`${line}\n`)
      const event = parser.push(line)
      if (event !== null) {
        const data = event.data.trim() === '' ? '' : checkedJson(event.data)
        out.push(`event: ${event.type}\ndata: ${data}\n\n`)
      } else if (line === '') out.push('\n')
    }
    return out.join('')
  }
}

/** The SDK reads a stream in the background and tells nobody when it breaks, so `onBroken` does. */
function checkedEvents(gate: FloodGate, onBroken: (error: HarombeError) => void) {
  const check = createEventCheck(gate)
  return new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      try {
        const text = check(chunk)
        if (text !== '') controller.enqueue(encoder.encode(text))
      } catch (error) {
        if (isHarombeError(error)) onBroken(error)
        throw error
      }
    },
  })
}

export interface GuardedFetchOptions {
  url: URL
  /** Sent to this origin and no other. */
  headers: Readonly<Record<string, string>>
  clock: Pick<Clock, 'monotonic'>
  /** A stream of the server's broke the rules: the connection is to be given up. */
  onBroken(error: HarombeError): void
}

/**
 * A fetch that speaks to one origin, follows nobody elsewhere and reads no more than it can bear.
 * @throws HarombeError FORBIDDEN for another origin, MALFORMED_RESPONSE
 */
export function createGuardedFetch({ url, headers, clock, onBroken }: GuardedFetchOptions) {
  const gate = createFloodGate(clock)
  return async (input: string | URL, init: RequestInit = {}): Promise<Response> => {
    const asked = URL.parse(String(input))
    if (asked === null || asked.origin !== url.origin)
      throw new HarombeError('FORBIDDEN', 'The server sends harombe to another place.', { retryable: false })
    const all = new Headers(headers)
    new Headers(init.headers).forEach((value, name) => {
      all.set(name, value)
    })
    const response = await fetch(asked, { ...init, headers: all, redirect: 'manual' })
    const { body, status, statusText } = response
    if (status >= 300 && status < 400) {
      await body?.cancel()
      throw new HarombeError('MALFORMED_RESPONSE', 'The server redirects, which harombe does not follow.', {
        hint: 'Write its final address into harombe.yaml.',
        retryable: false,
      })
    }
    if (body === null) return response
    const kept = { status, statusText, headers: response.headers }
    const kind = (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
    if (response.ok && kind === 'text/event-stream')
      return new Response(body.pipeThrough(checkedEvents(gate, onBroken)), kept)
    const text = await readText(body, gate)
    return new Response(kind === 'application/json' && text !== '' ? checkedJson(text) : text, kept)
  }
}
