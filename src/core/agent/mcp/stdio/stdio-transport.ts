import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client'
import { parseBoundedJson } from '../../../../shared/bounded-json'
import type { Clock } from '../../../../shared/clock'
import { HarombeError } from '../../../../shared/errors'
import { createLineSplitter } from '../../../inference/framing/split-lines'
import { createFloodGate } from '../flood-gate'
import { mcpLimits as limits } from '../limits'
import type { ServerProcess } from './server-process'

export interface StdioTransportOptions {
  process: ServerProcess
  clock: Pick<Clock, 'monotonic' | 'after'>
  parseMessage(value: unknown): JSONRPCMessage
  onErrorOutput(chunk: Buffer): void
  /** Told once why the connection is gone, in a sentence. */
  onGone(reason: string): void
}

/** Its last words and how it ended come by two ways; whichever is second is waited for this long, ms. */
const farewellMs = 500

/**
 * MCP over the standard streams of a process that runs. Not the SDK's own: that one starts the process without a group, parses
 * JSON of any depth and lets a server send as fast as it likes.
 */
export function createStdioTransport(
  options: StdioTransportOptions,
): Transport & { stderr: null; pid: number | null } {
  const { child, ended, stop } = options.process
  const gate = createFloodGate(options.clock)
  const splitter = createLineSplitter(limits.messageBytes, Number.POSITIVE_INFINITY)
  let isGone = false
  let farewell: string | null = null
  let cancelFarewell = () => {}

  function leave(reason: string): void {
    if (isGone) return
    isGone = true
    cancelFarewell()
    child.stdout.destroy()
    child.stderr.destroy()
    options.onGone(reason)
    transport.onclose?.()
    void stop()
  }

  /** With the second reason both ways are closed, and that of the process tells more. */
  function close(reason: string, isOfProcess: boolean): void {
    if (farewell !== null) leave(isOfProcess ? reason : farewell)
    else {
      farewell = reason
      cancelFarewell = options.clock.after(farewellMs, () => leave(reason))
    }
  }

  function receive(line: string): void {
    if (line.trim() === '') return
    let message: JSONRPCMessage
    try {
      message = options.parseMessage(parseBoundedJson(line, limits.jsonDepth))
    } catch {
      // Many programs print a greeting where only messages belong.
      transport.onerror?.(new Error('The server wrote something that is no message.'))
      return
    }
    transport.onmessage?.(message)
  }

  function take(chunk: Buffer): void {
    if (isGone) return
    try {
      gate.take(chunk.length, 0)
      for (const line of splitter.push(chunk)) {
        gate.take(0, 1)
        receive(line)
        if (isGone) return
      }
    } catch (error) {
      leave(error instanceof HarombeError ? error.message : 'The server broke the protocol.')
    }
  }

  const transport: Transport & { stderr: null; pid: number | null } = {
    // By these two the SDK knows that silence means an older server and not an outage.
    stderr: null,
    pid: child.pid ?? null,
    async start() {
      child.stdout.on('data', take)
      child.stderr.on('data', options.onErrorOutput)
      child.stdout.on('end', () => close('The server closed its output.', false))
      void ended.then(reason => close(reason, true))
    },
    async send(message) {
      if (isGone) throw new HarombeError('DISCONNECTED', 'The server is gone.')
      if (child.stdin.writableLength > limits.unreadBytes) {
        leave('The server no longer reads what it is sent.')
        throw new HarombeError('DISCONNECTED', 'The server no longer reads what it is sent.')
      }
      child.stdin.write(`${JSON.stringify(message)}\n`)
    },
    async close() {
      leave('The connection was closed.')
      await stop()
    },
  }
  return transport
}
