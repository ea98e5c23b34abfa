import type { OutgoingHttpHeaders } from 'node:http'

/**
 * Where an answer's bytes go: to one client, or into a recording that several clients follow. Node's ServerResponse is one
 * as it is. `write` tells by false that nothing more should be written until `drain`; `close` comes once, however it ends.
 */
export interface AnswerSink {
  readonly destroyed: boolean
  readonly headersSent: boolean
  readonly writableEnded: boolean
  readonly writableNeedDrain: boolean
  writeHead(status: number, headers: OutgoingHttpHeaders): unknown
  flushHeaders(): void
  write(chunk: string): boolean
  end(chunk?: string): unknown
  destroy(): unknown
  once(event: 'drain' | 'close', listener: () => void): unknown
  off(event: 'drain' | 'close', listener: () => void): unknown
}

/** Resolves when the sink takes more, or never will again. */
export function drained(sink: Pick<AnswerSink, 'once' | 'off'>): Promise<void> {
  return new Promise(resolve => {
    const settle = () => {
      sink.off('drain', settle)
      sink.off('close', settle)
      resolve()
    }
    sink.once('drain', settle)
    sink.once('close', settle)
  })
}
