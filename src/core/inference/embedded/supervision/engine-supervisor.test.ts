import { beforeEach, describe, expect, it } from 'vitest'
import { HarombeError } from '../../../../shared/errors'
import type { EngineReply, EngineTask } from '../messages'
import {
  createManualClock,
  createScriptedProcess,
  type ManualClock,
  type ScriptedProcess,
} from '../testing/scripted-process'
import { createEngineSupervisor, type EngineSupervisor } from './engine-supervisor'

const task: EngineTask = { verb: 'chat', model: { name: 'm', path: '/m.gguf' }, messages: [] }
const finished: EngineReply = { type: 'finished', reason: 'stop', promptTokens: 1, completionTokens: 1 }
const text: EngineReply = { type: 'text', text: 'Hello' }

let clock: ManualClock
let processes: ScriptedProcess[]
let supervisor: EngineSupervisor
let problem: HarombeError | null

beforeEach(() => {
  clock = createManualClock()
  processes = []
  problem = null
  supervisor = createEngineSupervisor({
    startProcess() {
      const process = createScriptedProcess()
      processes.push(process)
      return process.child
    },
    async configuration() {
      if (problem !== null) throw problem
      return { folder: '/engine', gpu: 'auto', threads: 1 }
    },
    clock,
    onLine: () => undefined,
  })
})

const settle = async () => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve()
}
const last = () => {
  const process = processes.at(-1)
  if (process === undefined) throw new Error('no process was started')
  return process
}

/** Asks and collects; `outcome` is the error or null. */
function ask(given: EngineTask = task) {
  const controller = new AbortController()
  const seen: EngineReply[] = []
  const outcome = (async () => {
    try {
      for await (const replies of supervisor.ask(given, controller.signal)) seen.push(...replies)
      return null
    } catch (error) {
      return error
    }
  })()
  return { controller, seen, outcome }
}

describe('the supervisor of the engine process', () => {
  it('starts one process for the first task and keeps it for the next', async () => {
    const first = ask()
    const second = ask()
    await settle()
    expect(processes).toHaveLength(1)
    for (const id of last().tasks.keys()) last().reply(id, finished)
    expect(await first.outcome).toBeNull()
    expect(await second.outcome).toBeNull()
    expect(supervisor.now().running).toBe(true)
  })

  it('cuts the answer off when the process dies in the middle of it, and starts another for the next task', async () => {
    const answer = ask()
    await settle()
    last().reply(1, { type: 'begun' })
    last().reply(1, text)
    await settle()
    last().write('ggml: out of memory\n')
    last().die('signal SIGABRT')
    expect(await answer.outcome).toMatchObject({
      code: 'STREAM_CUT_OFF',
      message: 'The engine process ended unexpectedly (signal SIGABRT).',
      data: { output: ['ggml: out of memory'] },
    })
    expect(answer.seen).toEqual([text])
    const next = ask()
    await settle()
    expect(processes).toHaveLength(2)
    last().reply(1, finished)
    expect(await next.outcome).toBeNull()
  })

  it('gives a task that was not begun to the next process, but not for ever', async () => {
    const answer = ask()
    await settle()
    last().die('exit code 1')
    await settle()
    expect(processes).toHaveLength(2)
    last().reply(1, { type: 'begun' })
    last().die('exit code 1')
    expect(await answer.outcome).toMatchObject({ code: 'NODE_ERROR' })
  })

  it('does not start what keeps crashing, says so with its last words, and tries again later', async () => {
    for (let crash = 0; crash < 3; crash += 1) {
      const answer = ask()
      await settle()
      clock.advance(1500)
      await settle()
      last().write('bad weights\n')
      last().reply(1, { type: 'begun' })
      last().die('signal SIGSEGV')
      await answer.outcome
    }
    expect(processes).toHaveLength(3)
    const refused = ask()
    expect(await refused.outcome).toMatchObject({
      code: 'NODE_ERROR',
      message: expect.stringContaining('3 times in a row (signal SIGSEGV)'),
      data: { output: ['bad weights'] },
    })
    expect(supervisor.refusal()).not.toBeNull()
    expect(processes).toHaveLength(3)
    clock.advance(5 * 60_000)
    expect(supervisor.refusal()).toBeNull()
    const later = ask()
    await settle()
    last().reply(1, finished)
    expect(await later.outcome).toBeNull()
  })

  it('forgets crashes after an answer that came to its end', async () => {
    for (let round = 0; round < 6; round += 1) {
      const answer = ask()
      await settle()
      clock.advance(1500)
      await settle()
      if (round % 2 === 0) last().die('signal SIGSEGV')
      await settle()
      for (const id of last().tasks.keys()) last().reply(id, finished)
      await answer.outcome
    }
    expect(supervisor.refusal()).toBeNull()
  })

  it('tells the process when the caller leaves, and ends one that does not let go', async () => {
    const answer = ask()
    await settle()
    last().reply(1, { type: 'begun' })
    last().reply(1, text)
    await settle()
    answer.controller.abort()
    expect(await answer.outcome).toMatchObject({ code: 'CANCELLED' })
    expect(last().cancelled).toEqual([1])
    clock.advance(1999)
    expect(last().killed).toBe(false)
    clock.advance(1)
    expect(last().killed).toBe(true)
    // It was ended by us: that is no crash.
    expect(supervisor.refusal()).toBeNull()
  })

  it('does not end a process that lets go in time, nor one whose turn for the task had not come', async () => {
    const first = ask()
    const second = ask()
    await settle()
    last().reply(1, { type: 'begun' })
    second.controller.abort()
    await settle()
    clock.advance(60_000)
    expect(last().killed).toBe(false)
    last().reply(1, finished)
    last().reply(2, { type: 'begun' })
    last().reply(2, { type: 'failed', error: new HarombeError('CANCELLED', '').toShape() })
    expect(await first.outcome).toBeNull()
    clock.advance(60_000)
    expect(last().killed).toBe(false)
    expect(clock.pending).toBe(0)
  })

  it('ends a process that has nothing to do and takes no notice', async () => {
    const answer = ask()
    await settle()
    last().reply(1, finished)
    expect(await answer.outcome).toBeNull()
    const unheard = ask()
    const waiting = ask()
    await settle()
    unheard.controller.abort()
    expect(await unheard.outcome).toMatchObject({ code: 'CANCELLED' })
    clock.advance(5000)
    await settle()
    expect(processes).toHaveLength(2)
    last().reply(1, finished)
    expect(await waiting.outcome).toBeNull()
    expect(clock.pending).toBe(0)
  })

  it('leaves a process alone that takes up another task than the one that was given up', async () => {
    const first = ask()
    const second = ask()
    await settle()
    second.controller.abort()
    await second.outcome
    last().reply(1, { type: 'begun' })
    clock.advance(60_000)
    expect(last().killed).toBe(false)
    last().reply(1, finished)
    expect(await first.outcome).toBeNull()
  })

  it('lets a task wait for the one that is ended for it', async () => {
    const hung = ask()
    await settle()
    last().reply(1, { type: 'begun' })
    hung.controller.abort()
    const next = ask()
    await settle()
    clock.advance(2000)
    await settle()
    expect(processes).toHaveLength(2)
    last().reply(1, finished)
    expect(await next.outcome).toBeNull()
  })

  it('ends a process that says what it cannot say', async () => {
    const answer = ask()
    await settle()
    last().reply(1, { type: 'begun' })
    last().say({ type: 'reply', id: 1, reply: { type: 'run', command: 'rm' } })
    expect(last().killed).toBe(true)
    expect(await answer.outcome).toMatchObject({ code: 'NODE_ERROR' })
  })

  it('fails with the reason when it cannot be started, and starts nothing', async () => {
    problem = new HarombeError('CONFIG_INVALID', 'not installed')
    expect(await ask().outcome).toBe(problem)
    expect(processes).toHaveLength(0)
    problem = null
    const answer = ask()
    await settle()
    last().reply(1, finished)
    expect(await answer.outcome).toBeNull()
  })

  it('ends tasks under way as cancelled when it is ended', async () => {
    const answer = ask()
    await settle()
    last().reply(1, { type: 'begun' })
    await supervisor.end()
    expect(await answer.outcome).toMatchObject({ code: 'CANCELLED' })
    expect(supervisor.now()).toEqual({ running: false, loaded: [], accelerator: null })
  })

  it('waits for tasks under way before it ends an outdated process', async () => {
    const answer = ask()
    await settle()
    supervisor.endWhenIdle()
    expect(last().killed).toBe(false)
    last().reply(1, finished)
    await answer.outcome
    await settle()
    expect(last().killed).toBe(true)
  })

  it('does not end a process that was started after the change', async () => {
    supervisor.endWhenIdle()
    const answer = ask()
    await settle()
    last().reply(1, finished)
    expect(await answer.outcome).toBeNull()
    await settle()
    expect(last().killed).toBe(false)
  })
})
