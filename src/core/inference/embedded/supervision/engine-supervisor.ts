import { HarombeError } from '../../../../shared/errors'
import { pause } from '../../../../shared/pause'
import { cancellation } from '../../http/request-scope'
import type { EngineLoaded, EngineReply, EngineTask } from '../messages'
import type { EngineChild } from './engine-child'
import type { EngineClock } from './engine-clock'
import { type EngineLink, type LinkOptions, openEngineLink, type TaskEnd } from './engine-link'
import { createEngineOutput } from './engine-output'
import { followTask } from './follow-task'
import { decideRestart, recentCrashes, toleratedCrashes } from './restart-policy'

export interface SupervisorOptions {
  startProcess(): EngineChild
  /** Asked at every start. @throws HarombeError when the engine cannot be started as things are */
  configuration(): Promise<LinkOptions['configuration']>
  clock: EngineClock
  onLine(line: string): void
  /** The process ended, or something about what is in memory changed. */
  onChange?(): void
}

export interface EngineStatusNow {
  running: boolean
  loaded: readonly EngineLoaded[]
  accelerator: string | null
}

export interface EngineSupervisor {
  /**
   * Replies to a task as they come, in batches, up to the last one. Starts the process when there is none. Leaving the
   * loop gives the task up. @throws HarombeError STREAM_CUT_OFF or NODE_ERROR when the process crashes, CANCELLED
   */
  ask(task: EngineTask, signal: AbortSignal): AsyncGenerator<readonly EngineReply[], void>
  now(): EngineStatusNow
  /** Why it is not started at the moment; null when it would be. */
  refusal(): HarombeError | null
  /** Ends the process, if there is one; the next task starts another. Tasks under way fail as cancelled. */
  end(): Promise<void>
  /** The same once the tasks under way are done. */
  endWhenIdle(): void
  /** A crash of before says nothing about the next start: the package or the settings are other ones. */
  forgetCrashes(): void
}

/** A process that dies before it took a task up is no reason to fail the task, unless it does so again and again. */
const startsPerTask = 3
const stopped: EngineStatusNow = { running: false, loaded: [], accelerator: null }

function lostError(
  { expected, how, output }: TaskEnd & { output: string[] },
  hasSpoken: boolean,
): HarombeError {
  if (expected) return new HarombeError('CANCELLED', 'The engine process was ended.')
  const message = `The engine process ended unexpectedly (${how}).`
  return new HarombeError(hasSpoken ? 'STREAM_CUT_OFF' : 'NODE_ERROR', message, {
    hint: 'Ask again: it is started anew. If it happens often, the model may be too large for this machine.',
    data: { output },
  })
}

function refusalError(waitMs: number, how: string, output: string[]): HarombeError {
  const seconds = Math.ceil(waitMs / 1000)
  const message = `The engine process ended unexpectedly ${toleratedCrashes} times in a row (${how}), so it is not started again for ${seconds} s.`
  return new HarombeError('NODE_ERROR', message, {
    hint: 'Try a smaller model or `gpu: cpu` under inference.embedded, or install the engine again with `harombe engine install`.',
    data: { retryAfterMs: Math.round(waitMs), output },
  })
}

/** Keeps the engine process: starts it on the first task, again after a crash, and not at all while it keeps crashing. */
export function createEngineSupervisor(options: SupervisorOptions): EngineSupervisor {
  const { clock } = options
  let status = stopped
  let link: Promise<EngineLink> | null = null
  let gone: Promise<void> = Promise.resolve()
  let crashes: number[] = []
  let lastWords: string[] = []
  let lastEnd = ''
  let tasks = 0
  let isOutdated = false

  const update = (next: EngineStatusNow): void => {
    status = next
    options.onChange?.()
  }

  function refusal(): HarombeError | null {
    const decision = decideRestart(crashes, clock.monotonic())
    return decision.start === 'after' ? null : refusalError(decision.waitMs, lastEnd, lastWords)
  }

  async function open(): Promise<EngineLink> {
    const configuration = await options.configuration()
    const child = options.startProcess()
    options.onLine(`the engine process was started (pid ${child.pid ?? 'unknown'})`)
    const output = createEngineOutput(options.onLine)
    child.onOutput(text => output.push(text))
    const ended = Promise.withResolvers<void>()
    gone = ended.promise
    const opened = openEngineLink({
      child,
      configuration,
      clock,
      onStatus: ({ loaded, accelerator }) => update({ running: true, loaded, accelerator }),
      onEnd(how, expected) {
        link = null
        isOutdated = false
        lastEnd = how
        lastWords = output.last(5)
        if (!expected) crashes = [...recentCrashes(crashes, clock.monotonic()), clock.monotonic()]
        options.onLine(`the engine process ${expected ? 'was ended' : 'crashed'}: ${how}`)
        update(stopped)
        ended.resolve()
      },
    })
    update({ ...stopped, running: true })
    return opened
  }

  async function ensure(signal: AbortSignal): Promise<EngineLink> {
    for (;;) {
      signal.throwIfAborted()
      if (link !== null) return link
      const decision = decideRestart(crashes, clock.monotonic())
      if (decision.start === 'not') throw refusalError(decision.waitMs, lastEnd, lastWords)
      if (decision.delayMs > 0) {
        await pause(decision.delayMs, signal, clock)
        continue
      }
      const opening = open()
      link = opening
      opening.catch(() => {
        if (link === opening) link = null
      })
    }
  }

  async function end(): Promise<void> {
    const current = link
    if (current === null) return
    // One that could not be opened needs no ending.
    const opened = await current.catch(() => null)
    opened?.kill()
    if (opened !== null) await gone
  }

  async function* ask(task: EngineTask, signal: AbortSignal): AsyncGenerator<readonly EngineReply[], void> {
    let hasSpoken = false
    for (let start = 1; ; start += 1) {
      const replies = followTask(await ensure(signal), task, signal)
      let step = await replies.next()
      try {
        for (; step.done !== true; step = await replies.next()) {
          const said = step.value.filter(({ type }) => type !== 'begun')
          if (said.length === 0) continue
          hasSpoken = true
          if (said.some(({ type }) => type === 'finished')) crashes = []
          yield said
        }
      } finally {
        await replies.return(null)
      }
      const lost = step.value
      if (lost === null) return
      if (lost.begun || start === startsPerTask) throw lostError({ ...lost, output: lastWords }, hasSpoken)
    }
  }

  return {
    async *ask(task, caller) {
      tasks += 1
      try {
        yield* ask(task, caller)
      } catch (error) {
        throw caller.aborted ? cancellation(caller.reason) : error
      } finally {
        tasks -= 1
        if (isOutdated && tasks === 0) void end()
      }
    },
    now: () => status,
    refusal,
    end,
    endWhenIdle() {
      // The next one is started as things are then, and has nothing to end for.
      if (link === null) return
      isOutdated = true
      if (tasks === 0) void end()
    },
    forgetCrashes() {
      crashes = []
    },
  }
}
