import { PassThrough } from 'node:stream'
import { describe, expect, it, vi } from 'vitest'
import type { HarombeClient, HarombeContract } from '../../shared/contract'
import { contract } from '../../shared/contract'
import type { AskEvent } from '../../shared/contract/chat'
import type { ToolCallRecord } from '../../shared/entities'
import { createMemoryChannelPair } from '../../shared/rpc/channel'
import { createRpcClient } from '../../shared/rpc/client'
import { createRouter, serveChannel } from '../../shared/rpc/server'
import { createTerminal } from '../output'
import type { RunContext } from '../run-context'
import { finished } from '../testing/answers'
import { createRunContext } from '../testing/run-context'
import { converse } from './converse'

type Answer = (messages: readonly { content: string }[], signal: AbortSignal) => AsyncIterable<AskEvent>

/** A coordinator of one call on a memory channel; `die` ends its connection as a killed process does. */
function coordinator(answer: Answer): { client: HarombeClient; die(): void } {
  const [near, far] = createMemoryChannelPair()
  const { ask } = contract.chat
  const router = createRouter(
    { chat: { ask } },
    { chat: { ask: ({ messages }, { signal }) => answer(messages, signal) } },
  )
  serveChannel(far, router, { kind: 'cli', scopes: ['chat'] }, { reportUnknown: () => 'reference' })
  return { client: createRpcClient<HarombeContract>(near), die: () => far.close() }
}

function start(...coordinators: { client: HarombeClient }[]) {
  const input = new PassThrough()
  const output = new PassThrough()
  let shown = ''
  const sink = {
    isTTY: true,
    write(text: string) {
      shown += text
    },
  }
  const close = vi.fn(async () => undefined)
  const openSession: RunContext['openSession'] = async () => {
    const next = coordinators.shift()
    if (next === undefined) throw new Error('no coordinator is left')
    return { client: next.client, close }
  }
  const { context, stopping } = createRunContext(openSession)
  const terminal = createTerminal({ stdout: sink, stderr: sink }, { json: false, env: { NO_COLOR: '1' } })
  const ended = converse({ ...context, terminal }, { tier: 'auto' }, { input, output })
  return { input, ended, close, stopping, shown: () => shown }
}

const call: ToolCallRecord = {
  ...{ id: 'call-1', tool: 'shell', arguments: {}, summary: 'make', risk: 'shell', state: 'running' },
  decision: 'remembered',
}
const ctrlC = '\u0003'
const ctrlD = '\u0004'

async function* says(text: string): AsyncGenerator<AskEvent> {
  yield { type: 'text', text }
  yield finished
}

describe('converse', () => {
  it('asks the question once more over a new session when the coordinator went away', async () => {
    const asked: string[][] = []
    const first = coordinator(async function* () {
      first.die()
      yield { type: 'text', text: 'never seen' }
    })
    const second = coordinator(messages => {
      asked.push(messages.map(message => message.content))
      return says('from the second')
    })
    const { input, ended, close, shown } = start(first, second)
    input.write('hello\n')
    await vi.waitFor(() => expect(shown()).toContain('from the second'))
    input.write(ctrlD)
    expect(await ended).toBe(0)
    expect(asked).toEqual([['hello']])
    expect(close).toHaveBeenCalledTimes(2)
    expect(shown().endsWith('\n')).toBe(true)
  })

  it('never makes a call of a tool a second time because the coordinator went away', async () => {
    const first = coordinator(async function* () {
      yield { type: 'toolCall', call }
      await vi.waitFor(() => expect(shown()).toContain('Run a command'))
      first.die()
    })
    const asked = vi.fn(() => says('once more'))
    const { input, shown, ended } = start(first, coordinator(asked))
    input.write('hello\n')
    await vi.waitFor(() => expect(shown()).toContain('The coordinator went away while tools were at work.'))
    expect(asked).not.toHaveBeenCalled()
    input.write('/redo\n')
    await vi.waitFor(() => expect(shown()).toContain('once more'))
    input.write(ctrlD)
    expect(await ended).toBe(0)
  })

  it('takes Ctrl-C for a half-typed line first, and leaves only at an empty one', async () => {
    const asked: string[] = []
    const only = coordinator(messages => {
      asked.push(messages.at(-1)?.content ?? '')
      return says('answer')
    })
    const { input, ended, shown } = start(only)
    input.write(`half a thought${ctrlC}`)
    input.write('hello\n')
    await vi.waitFor(() => expect(shown()).toContain('answer'))
    expect(asked).toEqual(['hello'])
    input.write(ctrlC)
    expect(await ended).toBe(0)
  })

  it('stops the answer for Ctrl-C, and can say where it came from all the same', async () => {
    const { route, answeredBy } = finished
    const only = coordinator(async function* (_messages, signal) {
      yield { type: 'routed', route, answeredBy }
      yield { type: 'text', text: 'begun' }
      await new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }))
    })
    const { input, ended, shown } = start(only)
    input.write('hello\n')
    await vi.waitFor(() => expect(shown()).toContain('begun'))
    input.write(ctrlC)
    await vi.waitFor(() => expect(shown()).toContain('stopped'))
    input.write('/why\n')
    await vi.waitFor(() => expect(shown().split('stopped')[1]).toContain('Short question'))
    input.write(ctrlD)
    expect(await ended).toBe(0)
  })

  it('ends when the process is told to, in the middle of an answer too', async () => {
    const only = coordinator(async function* (_messages, signal) {
      yield { type: 'text', text: 'begun' }
      await new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }))
    })
    const { input, ended, shown, stopping } = start(only)
    input.write('hello\n')
    await vi.waitFor(() => expect(shown()).toContain('begun'))
    stopping.abort()
    expect(await ended).toBe(0)
    expect(shown()).toContain('begun\nstopped')
  })
})
