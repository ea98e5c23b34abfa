import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { securityHeaders } from './response-headers'

/** Answers on the bare socket and closes it, where there is no response object: a broken request, a refused upgrade. */
export function answerRaw(
  socket: Duplex,
  status: number,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): void {
  const lines = Object.entries({
    ...securityHeaders,
    ...headers,
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`, () =>
    socket.destroy(),
  )
}
