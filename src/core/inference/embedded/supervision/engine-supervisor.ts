import { HarombeError } from '../../../../shared/errors'
import { cancellation } from '../../http/request-scope'
import type { EngineLoaded, EngineReply, EngineTask } from '../messages'
import type { EngineChild } from './engine-child'
import type { EngineClock } from './engine-clock'
import { type EngineLink, type LinkOptions, openEngineLink } from './engine-link'
import { createEngineOutput } from './engine-output'
import { decideRestart, recentCrashes, toleratedCrashes } from './restart-policy'

export interface SupervisorOptions {
  startProcess(): EngineChild
  /** Asked at every start. @throws HarombeError when the engine cannot be started as things are */
  configuration(): Promise<LinkOptions['configuration']>
  clock: EngineClock
  onLine(line: string): void
  /** Something about what is in memory changed. */
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
  /** A crash of before says nothing about the next start: the package or the settings are other ones. */
  forgetCrashes(): void
}

/** A process that dies before it took a task up is no reason to fail the task, unless it does so again and again. */
const startsPerTask = 3

/** Keeps the engine process: starts it on the first task, again after a crash, and not at all while it keeps crashing. */
export function createEngineSupervisor(options: SupervisorOptions): EngineSupervisor {
  const { clock } = options
  const stopped: EngineStatusNow = { running: false, loaded: [], accelerator: null }
  let status = stopped
  let link: Promise<EngineLink> | null = null
  let gone: Promise<void> = Promise.resolve()
  let crashes: number[] = []
  let lastWords: string[] = []
  let lastEnd = ''

  const update = (next: EngineStatusNow): void => {
    status = next
    options.onChange?.()
  }

  function refusal(): HarombeError | null {
    const decision = decideRestart(crashes, clock.monotonic())
    if (decision.start === 'after') return null
    const seconds = Math.ceil(decision.waitMs / 1000)
    return new HarombeError(
      'NODE_ERROR',
      `The engine process ended unexpectedly ${toleratedCrashes} times in a row (${lastEnd}), so it is not started again for ${seconds} s.`,
      {
        hint: 'Try a smaller model or `gpu: cpu` under inference.embedded, or install the engine again with `harombe engine install`.',
        data: { retryAfterMs: decision.waitMs, output: lastWords },
      },
    )
  }

  const crashed = (hasSpoken: boolean): HarombeError =>
    new HarombeError(
      hasSpoken ? 'STREAM_CUT_OFF' : 'NODE_ERROR',
      `The engine process ended unexpectedly (${lastEnd}).`,
      {
        hint: 'Ask again: it is started anew. If it happens often, the model may be too large for this machine.',
        data: { output: lastWords },
      },
    )

  function wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const finish = () => {
        cancel()
        signal.removeEventListener('abort', finish)
        resolve()
      }
      const cancel = clock.after(ms, finish)
      signal.addEventListener('abort', finish, { once: true })
      if (signal.aborted) finish()
    })
  }

  async function open(): Promise<EngineLink> {
    const configuration = await options.configuration()
    const child = options.startProcess()
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
        lastEnd = how
        lastWords = output.last(5)
        if (!expected) crashes = [...recentCrashes(crashes, clock.monotonic()), clock.monotonic()]
        options.onLine(expected ? `the engine process was ended (${how})` : `the engine process crashed: ${how}`)
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
      const reason = refusal()
      if (reason !== null) throw reason
      if (decision.start === 'after' && decision.delayMs > 0) {
        await wait(decision.delayMs, signal)
        continue
      }
      const opening = open()
      link = opening
      opening.catch(() => {
        if (link === opening) link = null
      })
    }
  }

  /** @returns null after the last reply, else how the process was lost */
  async function* follow(
    current: EngineLink,
    task: EngineTask,
    signal: AbortSignal,
  ): AsyncGenerator<readonly EngineReply[], { begun: boolean } | null> {
    let replies: EngineReply[] = []
    let lost: { begun: boolean } | null = null
    let isOver = false
    let wake = Promise.withResolvers<void>()
    const giveUp = current.ask(task, {
      onReply(reply) {
        replies.push(reply)
        isOver = reply.type === 'finished' || reply.type === 'described' || reply.type === 'failed'
        wake.resolve()
      },
      onLost(end) {
        lost = end
        wake.resolve()
      },
    })
    const onAbort = () => wake.resolve()
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      for (;;) {
        signal.throwIfAborted()
        if (replies.length > 0) {
          const batch = replies
          replies = []
          yield batch
        } else if (isOver) return null
        else if (lost !== null) return lost
        else {
          wake = Promise.withResolvers()
          if (!signal.aborted) await wake.promise
        }
      }
    } finally {
      signal.removeEventListener('abort', onAbort)
      giveUp()
    }
  }

  return {
    async *ask(task, caller) {
      let hasSpoken = false
      try {
        for (let start = 1; ; start += 1) {
          const replies = follow(await ensure(caller), task, caller)
          let step = await replies.next()
          try {
            for (; step.done !== true; step = await replies.next()) {
              const said = step.value.filter(({ type }) => type !== 'begun')
              hasSpoken ||= said.length > 0
              if (said.some(({ type }) => type === 'finished')) crashes = []
              if (said.length > 0) yield said
            }
          } finally {
            await replies.return(null)
          }
          const end = step.value
          if (end === null) return
          if (end.begun || start === startsPerTask) throw crashed(hasSpoken)
        }
      } catch (error) {
        if (caller.aborted) throw cancellation(caller.reason)
        throw error
      }
    },
    now: () => status,
    refusal,
    async end() {
      const current = link
      if (current === null) return
      // One that could not be opened needs no ending.
      const opened = await current.catch(() => null)
      opened?.kill()
      if (opened !== null) await gone
    },
    forgetCrashes() {
      crashes = []
    },
  }
}
