import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import type { ThreadReply, ThreadRequest } from './thread-messages'
import type { Outcome, Writer } from './types'

export interface ThreadWriterOptions {
  /** The built storage-thread. */
  entry: string
  /** A database that is open, repaired and migrated. */
  path: string
  /** Used for good when the thread cannot even be started. */
  createFallback(): Writer
  report(error: unknown): void
}

interface Call {
  resolve(outcomes: readonly Outcome[] | null): void
  reject(error: unknown): void
}

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never

interface Thread {
  worker: Worker
  calls: Map<number, Call>
  /** Resolves to false when it ended before it could take anything. */
  ready: Promise<boolean>
  ended: Promise<void>
  isAlive(): boolean
}

/** To those who wait it is as if the disk had refused: what they wrote is kept and given to the next thread. */
const threadEnded = () => new Database.SqliteError('The storage thread ended.', 'SQLITE_IOERR')

const errorOf = ({ failure, message }: ThreadReply & { kind: 'failed' }): Error =>
  failure === null ? new Error(message) : new Database.SqliteError(failure.message, failure.code)

function startThread({ entry, path, report }: ThreadWriterOptions, forget: () => void): Thread {
  const worker = new Worker(entry, { workerData: path, name: 'harombe-storage', execArgv: [] })
  const calls = new Map<number, Call>()
  const ready = Promise.withResolvers<boolean>()
  const ended = Promise.withResolvers<void>()
  let isAlive = true
  worker.on('message', (reply: ThreadReply) => {
    if (reply.kind === 'ready') return ready.resolve(true)
    const call = calls.get(reply.id)
    calls.delete(reply.id)
    // Only what is being written keeps the process alive.
    if (calls.size === 0) worker.unref()
    if (reply.kind === 'done') call?.resolve(reply.outcomes)
    else call?.reject(errorOf(reply))
  })
  worker.on('error', report)
  worker.on('exit', () => {
    forget()
    ready.resolve(false)
    isAlive = false
    for (const call of calls.values()) call.reject(threadEnded())
    calls.clear()
    ended.resolve()
  })
  return { worker, calls, ready: ready.promise, ended: ended.promise, isAlive: () => isAlive }
}

/**
 * Writes in a thread of its own, so that no answer waits while the disk is slow. The thread is started with the first use and
 * again after it ended unexpectedly.
 */
export function createThreadWriter(options: ThreadWriterOptions): Writer {
  let thread: Thread | null = null
  let fallback: Writer | null = null
  let lastId = 0

  /** Null: there is no thread, and never will be. */
  async function call(request: WithoutId<ThreadRequest>): Promise<readonly Outcome[] | null> {
    if (fallback === null) {
      thread ??= startThread(options, () => {
        thread = null
      })
      const { worker, calls, ready, isAlive } = thread
      worker.ref()
      if (await ready) {
        if (!isAlive()) throw threadEnded()
        const { promise, resolve, reject } = Promise.withResolvers<readonly Outcome[] | null>()
        lastId += 1
        calls.set(lastId, { resolve, reject })
        worker.postMessage({ ...request, id: lastId })
        return promise
      }
      fallback ??= options.createFallback()
    }
    return null
  }

  return {
    async write(group) {
      const outcomes = await call({ kind: 'write', group })
      return outcomes ?? fallback?.write(group) ?? []
    },
    async backUp(path, now) {
      await call({ kind: 'backUp', path, now })
      await fallback?.backUp(path, now)
    },
    async close() {
      if (thread === null) return fallback?.close()
      const { ended } = thread
      await call({ kind: 'close' })
      // Its reply let the process end, and its own end is waited for. `worker.ref()` does not keep a process alive that has
      // nothing else: the thread has closed its port by then.
      const alive = setInterval(() => undefined, 1000)
      await ended
      clearInterval(alive)
    },
  }
}
