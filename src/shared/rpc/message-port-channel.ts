import { type Channel, createChannelEnd } from './channel'

/** What a DOM MessagePort, Node's MessagePort and Electron's MessagePortMain share once wrapped. */
export interface MessagePortLike {
  postMessage(message: unknown): void
  start?(): void
  close(): void
}

export interface PortEvents {
  /** Node and Electron: `port.on('message')`; DOM: `addEventListener`. Electron wraps the value in `{data}`. */
  onMessage(listener: (value: unknown) => void): void
  onClose?(listener: () => void): void
}

const windowBytes = 1_000_000
const ackEveryBytes = 64_000

type PortFrame = { kind: 'data'; frame: string } | { kind: 'ack'; bytes: number } | { kind: 'close' }

function readPortFrame(value: unknown): PortFrame | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null
  if (value.kind === 'data' && 'frame' in value && typeof value.frame === 'string') {
    return { kind: 'data', frame: value.frame }
  }
  if (value.kind === 'ack' && 'bytes' in value && typeof value.bytes === 'number' && value.bytes > 0) {
    return { kind: 'ack', bytes: value.bytes }
  }
  return value.kind === 'close' ? { kind: 'close' } : null
}

/**
 * Ports have no buffer gauge and Chromium's have no close event: the receiver acknowledges bytes, the sender waits above
 * a window of 1 MB, and closing is a frame of its own.
 */
export function createMessagePortChannel(port: MessagePortLike, events: PortEvents): Channel {
  const end = createChannelEnd()
  let unacknowledged = 0
  let received = 0
  let wake: (() => void)[] = []
  const release = () => {
    for (const resolve of wake) resolve()
    wake = []
  }
  const closed = () => {
    if (!end.markClosed()) return
    release()
    port.close()
  }

  events.onMessage(value => {
    const frame = readPortFrame(value)
    if (frame === null || end.closed) return
    if (frame.kind === 'close') return closed()
    if (frame.kind === 'ack') {
      unacknowledged = Math.max(0, unacknowledged - frame.bytes)
      if (unacknowledged <= windowBytes) release()
      return
    }
    received += frame.frame.length
    if (received >= ackEveryBytes) {
      port.postMessage({ kind: 'ack', bytes: received } satisfies PortFrame)
      received = 0
    }
    end.deliver(frame.frame)
  })
  events.onClose?.(closed)
  port.start?.()

  return {
    send(frame) {
      if (end.closed) return
      unacknowledged += frame.length
      port.postMessage({ kind: 'data', frame } satisfies PortFrame)
      if (unacknowledged > windowBytes) return new Promise(resolve => wake.push(resolve))
    },
    onMessage: end.onMessage,
    onClose: end.onClose,
    close() {
      if (end.closed) return
      port.postMessage({ kind: 'close' } satisfies PortFrame)
      closed()
    },
  }
}

/** A DOM port (renderer) or Node's (worker threads in tests): both take `addEventListener`. */
export function createDomPortChannel(
  port: MessagePortLike & {
    addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  },
): Channel {
  return createMessagePortChannel(port, {
    onMessage: listener => port.addEventListener('message', event => listener(event.data)),
  })
}
