import { describe, expect, it } from 'vitest'
import type { RunStep, ToolCallRecord } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { createVirtualClock } from '../coordination/testing/virtual-clock'
import type { ExecutionEvent } from '../coordination/types'
import type { Agent } from './answer-events'
import type { AgentRunRequest, RunEvent } from './run/types'
import { attach, noTools, startChat } from './testing/chat'
import { createMemoryAnswerStore } from './testing/memory-answer-store'
import { failed, failedOver, finished, routed, say } from './testing/scripted-executor'

const call: ToolCallRecord = {
  ...{ id: 'call', tool: 'look', arguments: {}, summary: 'a', risk: 'read' },
  state: 'done',
  result: 'There is an a.',
}
const step: RunStep = { purpose: 'plan', text: 'I look.', calls: [call] }
const source = { number: 1, kind: 'web' as const, title: 'A page', excerpt: '' }

const ended = (event: ReturnType<typeof finished>, steps: RunStep[], rest = {}): RunEvent => {
  if (event.type !== 'finished' && event.type !== 'failed') throw new Error('unreachable')
  return { ...event, outcome: { steps, limit: null, sources: [], ...rest } }
}

/** A chat whose answers are runs that a test plays. */
function open(
  play: (request: AgentRunRequest, signal: AbortSignal) => AsyncIterable<RunEvent | ExecutionEvent>,
) {
  const clock = createVirtualClock()
  const memory = createMemoryAnswerStore()
  const offered = {
    name: 'look',
    title: '',
    description: '',
    parameters: {},
    risk: 'read',
    server: null,
  } as const
  const unused = () => {
    throw new Error('not part of this chat')
  }
  const agent: Agent = {
    ...noTools,
    tools: { offered: () => [{ ...offered, unavailable: () => null, plan: unused }] },
    run: async function* (request, signal) {
      for await (const event of play(request, signal)) {
        const isEnd = event.type === 'finished' || event.type === 'failed'
        if (!isEnd || 'outcome' in event) yield event
      }
    },
  }
  const cluster = { execute: unused, complete: unused, embed: unused }
  const { chat, reported } = startChat(memory.store, cluster, clock, undefined, agent)
  async function ask() {
    const { answer } = await chat.send({ text: 'What is there?', target: { tier: 'auto' } })
    return { answer, window: attach(chat, answer.id) }
  }
  return { clock, memory, chat, reported, ask }
}

describe('an answer with tools', () => {
  it('is one message: the thoughts with their calls, and what came after them as the answer', async () => {
    const { ask, memory } = open(async function* () {
      yield { type: 'step', index: 0, purpose: 'plan' }
      yield routed('mini')
      yield say('I look.')
      yield { type: 'toolCall', call: { ...call, state: 'running' } }
      yield { type: 'toolOutput', callId: 'call', text: 'lines' }
      yield { type: 'toolCall', call }
      yield { type: 'sources', sources: [source] }
      yield { type: 'step', index: 1, purpose: 'arguments' }
      yield routed('mini')
      yield say('There is an a.')
      yield ended(finished('mini'), [step], { limit: 'time', sources: [source] })
    })
    const { window } = await ask()
    await window.done
    const { message } = window.final()
    expect(message).toMatchObject({
      content: 'There is an a.',
      state: 'complete',
      steps: [step],
      limit: 'time',
      sources: [source],
    })
    expect(window.events.map(({ type }) => type)).toEqual([
      ...['step', 'routed', 'text', 'toolCall', 'toolOutput', 'toolCall', 'sources'],
      ...['step', 'routed', 'text', 'finished'],
    ])
    expect(memory.finished).toHaveLength(1)
  })

  it('after a failover in mid-step keeps the steps before, and voids what the dead node wrote of this one', async () => {
    const { ask } = open(async function* () {
      yield { type: 'step', index: 0, purpose: 'plan' }
      yield say('I look.')
      yield { type: 'toolCall', call }
      yield { type: 'step', index: 1, purpose: 'arguments' }
      yield say('There i')
      yield failedOver('mini')
      yield say('An a.')
      yield ended(finished('large', 'mini'), [step])
    })
    const { window } = await ask()
    await window.done
    expect(window.shown()).toBe('An a.')
    expect(window.final().message).toMatchObject({ content: 'An a.', steps: [step] })
  })

  it('voids what was said when a step is asked once more, so that a mistake is never part of it', async () => {
    const { ask } = open(async function* () {
      yield { type: 'step', index: 0, purpose: 'plan' }
      yield say('Half a ca')
      yield { type: 'step', index: 0, purpose: 'plan' }
      yield say('Four.')
      yield ended(finished('mini'), [])
    })
    const { window } = await ask()
    await window.done
    expect(window.shown()).toBe('Four.')
    expect(window.final().message.content).toBe('Four.')
  })

  it('has its steps kept while it goes on, and its text no longer when they hold it', async () => {
    const { ask, memory, clock } = open(async function* (request) {
      yield { type: 'step', index: 0, purpose: 'plan' }
      yield say('I look.')
      await new Promise<void>(resolve => void clock.after(1000, resolve))
      await request.record([{ ...step, calls: [{ ...call, state: 'running' }] }])
      yield { type: 'toolCall', call }
      await new Promise<void>(resolve => void clock.after(1000, resolve))
      yield ended(finished('mini'), [step])
    })
    const { window } = await ask()
    await clock.advance(5000)
    await window.done
    expect(memory.checkpoints.map(({ content }) => content)).toEqual(['I look.', ''])
    expect(memory.recorded).toMatchObject([{ steps: [{ calls: [{ state: 'running' }] }] }])
  })

  it('that is stopped keeps its steps, and says that it was stopped', async () => {
    const { ask, chat } = open(async function* (_request, signal) {
      yield { type: 'toolCall', call: { ...call, state: 'running' } }
      if (!signal.aborted) await new Promise(resolve => signal.addEventListener('abort', resolve))
      const stopped: RunStep = { ...step, calls: [{ ...call, state: 'cancelled' }] }
      yield ended(failed(new HarombeError('CANCELLED', 'Stopped.')), [stopped])
    })
    const { answer, window } = await ask()
    chat.cancel(answer.id)
    await window.done
    expect(window.final().message).toMatchObject({
      state: 'cancelled',
      steps: [{ calls: [{ state: 'cancelled' }] }],
    })
  })

  it('has one of its calls stopped by name', async () => {
    const { ask, chat } = open(async function* (request, signal) {
      const state = await request.stops.during('call', signal, async stopped => {
        await new Promise(resolve => stopped.addEventListener('abort', resolve))
        return signal.aborted ? 'the run' : 'the call'
      })
      yield say(`${state} was stopped`)
      yield ended(finished('mini'), [])
    })
    const { answer, window } = await ask()
    await Promise.resolve()
    chat.stopTool(answer.id, 'another')
    chat.stopTool(answer.id, 'call')
    await window.done
    expect(window.shown()).toBe('the call was stopped')
    expect(() => chat.stopTool(answer.id, 'call')).not.toThrow()
  })

  it('that breaks off inside harombe says of a call that ran that nobody knows', async () => {
    const { ask, reported } = open(async function* (request) {
      await request.record([{ ...step, calls: [{ ...call, state: 'running' }] }])
      yield { type: 'toolCall', call: { ...call, state: 'running' } }
      throw new TypeError('bug')
    })
    const { window } = await ask()
    await window.done
    expect(window.final().message).toMatchObject({
      state: 'failed',
      error: { code: 'INTERNAL' },
      steps: [{ calls: [{ state: 'unknown' }] }],
    })
    expect(reported).toHaveLength(1)
  })
})
