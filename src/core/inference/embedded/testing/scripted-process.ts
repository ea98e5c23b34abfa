import type { EngineReply, EngineTask, ToEngine } from '../messages'
import type { EngineChild } from '../supervision/engine-child'
import type { EngineClock } from '../supervision/engine-clock'

/** An engine process that does what a test says. */
export interface ScriptedProcess {
  child: EngineChild
  /** Tasks it was given, by the id it was given them under. */
  tasks: Map<number, EngineTask>
  cancelled: number[]
  killed: boolean
  reply(id: number, reply: EngineReply): void
  say(message: unknown): void
  write(text: string): void
  die(how: string): void
}

export function createScriptedProcess(): ScriptedProcess {
  let onMessage: (message: unknown) => void = () => undefined
  let onOutput: (text: string) => void = () => undefined
  let onExit: (how: string) => void = () => undefined
  let isOver = false
  const process: ScriptedProcess = {
    tasks: new Map(),
    cancelled: [],
    killed: false,
    child: {
      pid: 1,
      send(message) {
        const said = message as ToEngine
        if (said.type === 'ask') process.tasks.set(said.id, said.task)
        if (said.type === 'cancel') process.cancelled.push(said.id)
      },
      onMessage(listener) {
        onMessage = listener
      },
      onOutput(listener) {
        onOutput = listener
      },
      onExit(listener) {
        onExit = listener
      },
      kill() {
        process.killed = true
        process.die('signal SIGKILL')
      },
    },
    reply: (id, reply) => onMessage({ type: 'reply', id, reply }),
    say: message => onMessage(message),
    write: text => onOutput(text),
    die(how) {
      if (isOver) return
      isOver = true
      onExit(how)
    },
  }
  return process
}

export interface ManualClock extends EngineClock {
  /** Lets that much time pass and runs what is due in it. */
  advance(ms: number): void
  readonly pending: number
}

export function createManualClock(): ManualClock {
  let now = 0
  const timers = new Set<{ at: number; task: () => void }>()
  return {
    monotonic: () => now,
    wall: () => 1_700_000_000_000 + now,
    after(ms, task) {
      const timer = { at: now + ms, task }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance(ms) {
      const end = now + ms
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
        if (next === undefined) break
        timers.delete(next)
        now = next.at
        next.task()
      }
      now = end
    },
    get pending() {
      return timers.size
    },
  }
}
