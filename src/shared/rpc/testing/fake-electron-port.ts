import { EventEmitter } from 'node:events'

/** What harombe uses of Electron's MessagePortMain. */
export interface FakeElectronPort {
  postMessage(message: unknown): void
  start(): void
  close(): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  on(event: 'close', listener: () => void): void
}

interface End extends FakeElectronPort {
  receive(data: unknown): void
  disconnect(): void
}

function createEnd(other: () => End): End {
  const events = new EventEmitter()
  let held: unknown[] | null = []
  let closed = false
  return {
    postMessage(message) {
      const data = structuredClone(message)
      if (!closed) setImmediate(() => other().receive(data))
    },
    start() {
      for (const data of held ?? []) setImmediate(() => events.emit('message', { data }))
      held = null
    },
    close() {
      if (closed) return
      closed = true
      // Behind the messages that are under way, as in Chromium.
      setImmediate(() => other().disconnect())
    },
    on: (event: string, listener: (...values: never[]) => void) =>
      void events.on(event, listener as () => void),
    receive(data) {
      if (closed) return
      if (held === null) events.emit('message', { data })
      else held.push(data)
    },
    disconnect() {
      if (closed) return
      closed = true
      events.emit('close')
    },
  }
}

/** Two entangled ports that behave as documented for MessagePortMain: queued until `start`, copied, `{data}` events. */
export function createFakeElectronPorts(): [FakeElectronPort, FakeElectronPort] {
  const a: End = createEnd(() => b)
  const b: End = createEnd(() => a)
  return [a, b]
}
