import { connect, type Socket } from 'node:net'

export interface RawAnswer {
  /** 0 when the connection ended without an answer. */
  status: number
  headers: Record<string, string>
  body: string
}

function parse(bytes: string): RawAnswer {
  const end = bytes.indexOf('\r\n\r\n')
  const [statusLine = '', ...lines] = bytes.slice(0, Math.max(0, end)).split('\r\n')
  const headers = Object.fromEntries(
    lines.map(line => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1] ?? 0),
    headers,
    body: bytes.slice(end + 4),
  }
}

export const openSocket = (port: number, host = '127.0.0.1'): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host }, () => resolve(socket))
    socket.once('error', reject)
  })

/**
 * Sends bytes as they are, which no HTTP client would, and reads until the server closes the connection. The request
 * should say `Connection: close`.
 */
export async function sendRaw(port: number, bytes: string | Buffer): Promise<RawAnswer> {
  const socket = await openSocket(port)
  const chunks: Buffer[] = []
  socket.on('data', chunk => chunks.push(chunk))
  // The server may refuse before everything was sent.
  socket.on('error', () => undefined)
  socket.write(bytes)
  await new Promise<void>(resolve => {
    socket.once('close', () => resolve())
  })
  return parse(Buffer.concat(chunks).toString('utf8'))
}

/** A request with exactly these header lines and a closing connection. */
export function sendLines(
  port: number,
  requestLine: string,
  lines: readonly string[],
  body = '',
): Promise<RawAnswer> {
  return sendRaw(port, `${[requestLine, ...lines, 'Connection: close', '', body].join('\r\n')}`)
}

export const jsonHeader = 'Content-Type: application/json'

/** A body as it is, of the length it has, with these header lines. */
export function postRaw(
  port: number,
  path: string,
  body: string | Buffer,
  lines: readonly string[] = [jsonHeader],
): Promise<RawAnswer> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Connection: close',
    `Content-Length: ${bytes.length}`,
    ...lines,
    '',
    '',
  ].join('\r\n')
  return sendRaw(port, Buffer.concat([Buffer.from(head), bytes]))
}
