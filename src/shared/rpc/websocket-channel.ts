import { type Channel, createChannelEnd } from './channel'

/** What a browser's WebSocket and the `ws` package have in common. */
export interface WebSocketLike {
  readonly bufferedAmount: number
  send(data: string): void
  close(code?: number): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close' | 'error', listener: () => void): void
}

const highWaterBytes = 1_000_000
const pollMs = 15

/** Wraps an open socket. A sender waits while more than 1 MB is unsent; WebSocket has no drain event, so it polls. */
export function createWebSocketChannel(socket: WebSocketLike): Channel {
  const end = createChannelEnd()
  const close = (code: number) => {
    if (end.markClosed()) socket.close(code)
  }
  socket.addEventListener('message', event => {
    if (typeof event.data === 'string') end.deliver(event.data)
    else close(1003)
  })
  socket.addEventListener('close', () => end.markClosed())
  socket.addEventListener('error', () => end.markClosed())

  let draining: Promise<void> | null = null
  const drained = async () => {
    while (!end.closed && socket.bufferedAmount > highWaterBytes) {
      await new Promise(resolve => setTimeout(resolve, pollMs))
    }
    draining = null
  }
  return {
    send(frame) {
      if (end.closed) return
      socket.send(frame)
      if (socket.bufferedAmount <= highWaterBytes) return
      // One poll for all who wait: a stalled reader may hold up hundreds of streams.
      draining ??= drained()
      return draining
    },
    onMessage: end.onMessage,
    onClose: end.onClose,
    close: () => close(1000),
  }
}
