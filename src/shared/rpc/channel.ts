/**
 * A bidirectional pipe of text frames: what remains of a MessagePort, a WebSocket and a pair in memory when all that
 * differs is taken away. `send` returns a promise when the other side is slow; awaiting it is the backpressure.
 */
export interface Channel {
  send(frame: string): void | Promise<void>
  /** One receiver; frames that arrive before it is set are kept. */
  onMessage(receive: (frame: string) => void): void
  /** Runs once, at once if already closed. */
  onClose(closed: () => void): void
  close(): void
}

/** The bookkeeping every adapter shares: keep early frames, close once. */
export function createChannelEnd() {
  let receive: ((frame: string) => void) | null = null
  let early: string[] = []
  let closed = false
  const listeners = new Set<() => void>()
  return {
    get closed() {
      return closed
    },
    deliver(frame: string): void {
      if (closed) return
      if (receive === null) early.push(frame)
      else receive(frame)
    },
    onMessage(next: (frame: string) => void): void {
      receive = next
      const kept = early
      early = []
      for (const frame of kept) {
        if (closed) return
        next(frame)
      }
    },
    onClose(listener: () => void): void {
      if (closed) listener()
      else listeners.add(listener)
    },
    /** Returns false when it already was. */
    markClosed(): boolean {
      if (closed) return false
      closed = true
      early = []
      for (const listener of listeners) listener()
      listeners.clear()
      return true
    },
  }
}

/** Two ends in one process, delivering in order on a microtask, as a port would: never inside the sender's stack. */
export function createMemoryChannelPair(): [Channel, Channel] {
  const a = createChannelEnd()
  const b = createChannelEnd()
  const closeBoth = () => {
    a.markClosed()
    b.markClosed()
  }
  const end = (own: typeof a, other: typeof a): Channel => ({
    send: frame => {
      if (!own.closed) queueMicrotask(() => other.deliver(frame))
    },
    onMessage: own.onMessage,
    onClose: own.onClose,
    close: closeBoth,
  })
  return [end(a, b), end(b, a)]
}

/** Lets two channels speak through this process, for example a window's port and another coordinator's socket. */
export function bridgeChannels(a: Channel, b: Channel): void {
  a.onMessage(frame => void b.send(frame))
  b.onMessage(frame => void a.send(frame))
  a.onClose(() => b.close())
  b.onClose(() => a.close())
}
