import type { StartedGateway } from './start-gateway'

/** Ways to ask a gateway under test; `gateway` is read at each call, because every test starts its own. */
export function createAsker(gateway: () => StartedGateway) {
  return {
    post: (path: string, body: object, headers: Record<string, string> = {}) =>
      fetch(`${gateway().endpoint}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    /** The same as raw text, for a socket. */
    raw: (path: string, body: string) =>
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${gateway().port}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  }
}

/** Waits for a gate instead of a time. */
export function createGate() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}
