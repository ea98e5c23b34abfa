import { HarombeError } from '../../shared/harombe-error'
import type { Channel } from '../../shared/rpc/channel'
import { createWebSocketChannel } from '../../shared/rpc/websocket-channel'
import { isAuthenticated } from './session'

const openTimeoutMs = 10_000

/** The address of the contract on the page's own origin. */
export function rpcAddress(location: { protocol: string; host: string }): string {
  return `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/rpc`
}

/**
 * Opens a socket to `address`. A browser does not tell why an upgrade was refused, so a failure asks `GET /session`.
 * @throws HarombeError UNAUTHENTICATED or DISCONNECTED
 */
export async function openSocketChannel(address: string, signal: AbortSignal): Promise<Channel> {
  const socket = new WebSocket(address)
  const opened = await new Promise<boolean>(resolve => {
    const timer = setTimeout(() => finish(false), openTimeoutMs)
    const finish = (success: boolean) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      resolve(success)
    }
    const onAbort = () => finish(false)
    signal.addEventListener('abort', onAbort, { once: true })
    socket.addEventListener('open', () => finish(true), { once: true })
    socket.addEventListener('close', () => finish(false), { once: true })
  })
  if (opened) return createWebSocketChannel(socket)
  socket.close()
  if ((await isAuthenticated((...request) => fetch(...request))) === false) {
    throw new HarombeError('UNAUTHENTICATED', 'This browser has no session.')
  }
  throw new HarombeError('DISCONNECTED', 'The coordinator cannot be reached.')
}
