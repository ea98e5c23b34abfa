import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { slice, type Toxic, toxicOf } from './toxics'

export interface LinkOptions {
  from: Socket
  to: Socket
  /** In force now; read for every piece of data. */
  toxics(): readonly Toxic[]
  random(): number
  /** Fires when the connection is gone. */
  signal: AbortSignal
  close(how: 'fin' | 'reset'): void
  onBytes(count: number): void
  onSwallowed(count: number): void
}

/** What is held back before the sender is asked to wait. */
const highWaterBytes = 256 * 1024

/** One direction of one connection: hands data on as the toxics of the moment let it. */
export function createLink({ from, to, toxics, random, signal, close, onBytes, onSwallowed }: LinkOptions) {
  const held: { data: Buffer; at: number }[] = []
  let heldBytes = 0
  let passed = 0
  let ended = false
  let running = false
  let closing = false

  async function write(data: Buffer): Promise<void> {
    onBytes(data.length)
    passed += data.length
    if (!to.write(data)) await once(to, 'drain', { signal })
  }

  async function closeAfter(ms: number, how: 'fin' | 'reset'): Promise<void> {
    if (closing) return
    closing = true
    await sleep(ms, undefined, { signal })
    close(how)
  }

  async function pass({ data, at }: { data: Buffer; at: number }, current: readonly Toxic[]): Promise<void> {
    const silence = toxicOf(current, 'timeout')
    if (silence !== undefined) {
      onSwallowed(data.length)
      if (silence.ms > 0) void closeAfter(silence.ms, 'fin').catch(() => undefined)
      return
    }
    const latency = toxicOf(current, 'latency')
    if (latency !== undefined) {
      const due = at + latency.ms + (random() * 2 - 1) * (latency.jitterMs ?? 0)
      await sleep(Math.max(0, due - performance.now()), undefined, { signal })
    }
    const limit = toxicOf(current, 'limit_data')
    const rest = limit === undefined ? data : data.subarray(0, Math.max(0, limit.bytes - passed))
    const slicer = toxicOf(current, 'slicer')
    const bandwidth = toxicOf(current, 'bandwidth')
    for (const piece of slicer === undefined ? [rest] : slice(rest, slicer.bytes, random)) {
      if (piece.length > 0) await write(piece)
      const pause = slicer?.delayMs ?? 0
      const travel = bandwidth === undefined ? 0 : (piece.length * 1000) / bandwidth.bytesPerSecond
      if (pause + travel > 0) await sleep(pause + travel, undefined, { signal })
    }
    if (limit !== undefined && passed >= limit.bytes) close('fin')
  }

  async function run(): Promise<void> {
    if (running) return
    running = true
    try {
      for (let next = held.shift(); next !== undefined && !signal.aborted; next = held.shift()) {
        heldBytes -= next.data.length
        await pass(next, toxics())
        if (from.isPaused() && heldBytes < highWaterBytes) from.resume()
      }
      if (!ended) return
      const late = toxicOf(toxics(), 'slow_close')
      if (late !== undefined) await sleep(late.ms, undefined, { signal })
      if (toxicOf(toxics(), 'timeout') === undefined) to.end()
    } catch {
      // The connection is gone, and with it whatever was still to be said on it.
    } finally {
      running = false
    }
  }

  from.on('data', (data: Buffer) => {
    held.push({ data, at: performance.now() })
    heldBytes += data.length
    if (heldBytes >= highWaterBytes) from.pause()
    void run()
  })
  from.on('end', () => {
    ended = true
    void run()
  })

  return {
    /** To be called when the toxics changed: some act without any data. */
    look(): void {
      const reset = toxicOf(toxics(), 'reset_peer')
      if (reset !== undefined) void closeAfter(reset.ms, 'reset').catch(() => undefined)
    },
  }
}
