import { connect } from 'node:net'
import type { NodeFact } from './facts'

export interface NodePlace {
  name: string
  host: string
  port: number
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'ERROR'

/** Resolves with the error's code, or null when somebody took the call. */
function call(address: string, port: number, timeoutMs: number, signal: AbortSignal): Promise<string | null> {
  return new Promise(resolve => {
    const socket = connect({ host: address, port })
    const end = (error: string | null) => {
      socket.destroy()
      signal.removeEventListener('abort', giveUp)
      resolve(error)
    }
    const giveUp = () => end('TIMEOUT')
    socket.setTimeout(timeoutMs, giveUp)
    socket.once('connect', () => end(null))
    // Stays: an error after the end would have nobody to hear it.
    socket.on('error', error => end(codeOf(error)))
    if (signal.aborted) giveUp()
    else signal.addEventListener('abort', giveUp, { once: true })
  })
}

/** Whether the name leads somewhere and somebody listens there, and how long that takes. Never rejects. */
export async function checkNode(
  { name, host, port }: NodePlace,
  {
    lookup,
    timeoutMs,
    monotonic,
  }: { lookup(name: string): Promise<string[]>; timeoutMs: number; monotonic(): number },
  signal: AbortSignal,
): Promise<NodeFact> {
  const addresses = await lookup(host).catch(() => [])
  let connectError: string | null = null
  for (const address of addresses.slice(0, 2)) {
    const startedAt = monotonic()
    connectError = await call(address, port, timeoutMs, signal)
    if (connectError === null)
      return { name, host, port, addresses, connectMs: monotonic() - startedAt, connectError }
  }
  return { name, host, port, addresses, connectMs: null, connectError }
}
