import {
  type EngineReply,
  type EngineTask,
  type FromEngine,
  fromEngine,
  isLast,
  type ToEngine,
} from '../messages'
import type { EngineChild } from './engine-child'
import type { EngineClock } from './engine-clock'

/** A task that was given up and goes on for longer than this is taken for hung, and the process with it, ms. */
const cancelPatienceMs = 2000
/** The same for a process that has nothing to do, and does not even take notice that a task was given up, ms. */
const idlePatienceMs = 5000

export interface TaskEnd {
  /** Whether the process had taken the task up. */
  begun: boolean
  /** It was we who ended it. */
  expected: boolean
  how: string
}

export interface TaskListener {
  onReply(reply: EngineReply): void
  /** Instead of a last reply: the process is gone. */
  onLost(end: TaskEnd): void
}

export interface EngineLink {
  /** @returns gives the task up; nothing is heard of it any more */
  ask(task: EngineTask, listener: TaskListener): () => void
  kill(): void
}

export interface LinkOptions {
  child: EngineChild
  configuration: Omit<Extract<ToEngine, { type: 'configure' }>, 'type'>
  clock: EngineClock
  onStatus(status: Extract<FromEngine, { type: 'status' }>): void
  /** Once. `expected` when it was we who ended it. */
  onEnd(how: string, expected: boolean): void
}

interface Pending {
  listener: TaskListener | null
  begun: boolean
  stopTimer: () => void
}

const nothing = () => undefined

/** One running engine process: sends tasks, sorts the replies, and ends a process that does not let go of a task. */
export function openEngineLink({ child, configuration, clock, onStatus, onEnd }: LinkOptions): EngineLink {
  const pending = new Map<number, Pending>()
  let nextId = 1
  let forgiveSilence: () => void = nothing
  let killed = false
  let ended: string | null = null
  const send = (message: ToEngine) => child.send(message)
  const kill = (): void => {
    killed = true
    child.kill()
  }

  function receive(id: number, reply: EngineReply): void {
    const task = pending.get(id)
    if (task === undefined) return
    if (reply.type === 'begun') {
      task.begun = true
      if (task.listener === null) task.stopTimer = clock.after(cancelPatienceMs, kill)
    }
    if (isLast(reply)) {
      task.stopTimer()
      pending.delete(id)
    }
    task.listener?.onReply(reply)
  }

  child.onMessage(said => {
    forgiveSilence()
    const message = fromEngine.safeParse(said)
    // Only a broken or subverted process says what is not in the union.
    if (!message.success) child.kill()
    else if (message.data.type === 'status') onStatus(message.data)
    else receive(message.data.id, message.data.reply)
  })
  child.onExit(how => {
    ended = how
    forgiveSilence()
    const lost = [...pending.values()]
    pending.clear()
    for (const { stopTimer } of lost) stopTimer()
    onEnd(how, killed)
    for (const { listener, begun } of lost) listener?.onLost({ begun, expected: killed, how })
  })
  send({ type: 'configure', ...configuration })

  return {
    ask(task, listener) {
      const id = nextId
      nextId += 1
      const entry: Pending = { listener, begun: false, stopTimer: nothing }
      if (ended !== null) {
        const end = { begun: false, expected: killed, how: ended }
        queueMicrotask(() => listener.onLost(end))
        return nothing
      }
      pending.set(id, entry)
      send({ type: 'ask', id, task })
      return () => {
        if (!pending.has(id) || entry.listener === null) return
        entry.listener = null
        send({ type: 'cancel', id })
        if (entry.begun) entry.stopTimer = clock.after(cancelPatienceMs, kill)
        // Behind another task it waits for its turn; that one has a patience of its own.
        else if (![...pending.values()].some(({ begun }) => begun)) {
          forgiveSilence()
          forgiveSilence = clock.after(idlePatienceMs, kill)
        }
      }
    },
    kill,
  }
}
