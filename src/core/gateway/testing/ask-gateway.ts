import { expect } from 'vitest'
import type { ExecutionRequest } from '../../coordination/types'
import { finished, routed, says, text } from './fake-cluster'
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

/** What the cluster is asked when a client asks this, and is answered. */
export async function seenByCluster(
  { fake: { play, requests } }: Pick<StartedGateway, 'fake'>,
  ask: () => Promise<Response>,
): Promise<ExecutionRequest | undefined> {
  play(says(routed, text('Hello'), finished()))
  const before = requests.length
  const response = await ask()
  expect([response.status, await response.text()]).toEqual([200, expect.any(String)])
  expect(requests.length).toBe(before + 1)
  return requests.at(-1)
}

/** Waits for a gate instead of a time. */
export function createGate() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}
