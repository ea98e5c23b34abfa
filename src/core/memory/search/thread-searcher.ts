import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { toStorageError } from '../storage-fault'
import type { MemorySearcher } from './readings'
import type { SearchReply } from './thread-messages'

export interface ThreadSearcherOptions {
  /** The built search-thread. */
  entry: string
  /** A database that is open, repaired and migrated. */
  path: string
  /** Used for good when the thread cannot even be started. */
  createFallback(): MemorySearcher
  report(error: unknown): void
}

interface Thread {
  worker: Worker
  /** Resolves to false when it ended before it could take anything. */
  ready: Promise<boolean>
  ended: Promise<void>
  /** Rejects when it ends before it has answered. */
  ask(kind: string, input: unknown): Promise<unknown>
}

const threadEnded = () => new Database.SqliteError('The search thread ended.', 'SQLITE_IOERR')

const errorOf = ({ failure, message }: SearchReply & { kind: 'failed' }): Error =>
  failure === null ? new Error(message) : new Database.SqliteError(failure.message, failure.code)

function startThread({ entry, path, report }: ThreadSearcherOptions, forget: () => void): Thread {
  const worker = new Worker(entry, { workerData: path, name: 'harombe-search', execArgv: [] })
  const calls = new Map<number, PromiseWithResolvers<unknown>>()
  const ready = Promise.withResolvers<boolean>()
  const ended = Promise.withResolvers<void>()
  let lastId = 0
  worker.on('message', (reply: SearchReply) => {
    if (reply.kind === 'ready') return ready.resolve(true)
    const call = calls.get(reply.id)
    calls.delete(reply.id)
    // Only what is being looked up keeps the process alive.
    if (calls.size === 0) worker.unref()
    if (reply.kind === 'found') call?.resolve(reply.output)
    else call?.reject(errorOf(reply))
  })
  worker.on('error', report)
  worker.on('exit', () => {
    forget()
    ready.resolve(false)
    for (const call of calls.values()) call.reject(threadEnded())
    calls.clear()
    ended.resolve()
  })
  return {
    worker,
    ready: ready.promise,
    ended: ended.promise,
    ask(kind, input) {
      const call = Promise.withResolvers<unknown>()
      lastId += 1
      calls.set(lastId, call)
      worker.ref()
      worker.postMessage({ id: lastId, kind, input })
      return call.promise
    },
  }
}

/** Rejects with the signal's reason as soon as it fires; what was asked goes on unheard. */
function unlessGivenUp<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const giveUp = () => reject(signal.reason)
  signal.addEventListener('abort', giveUp, { once: true })
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
  return promise
}

/**
 * Looks things up in a thread of its own, so that no answer waits meanwhile. The thread is started with the first use and again
 * after it ended unexpectedly.
 */
export function createThreadSearcher(options: ThreadSearcherOptions): MemorySearcher {
  let thread: Thread | null = null
  let fallback: MemorySearcher | null = null
  let isClosed = false
  /** The end of the line: one is asked at a time, so that those who give up before their turn cost nothing. */
  let last: Promise<unknown> = Promise.resolve()

  async function ask(kind: string, input: unknown, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted()
    if (isClosed) throw threadEnded()
    if (fallback === null) {
      thread ??= startThread(options, () => {
        thread = null
      })
      const { worker, ready, ask: askThread } = thread
      worker.ref()
      if (await ready) return await askThread(kind, input)
      fallback ??= options.createFallback()
    }
    // What it is given is of its kind: it came in through the same door.
    return fallback.ask(kind as 'words', input as never, signal)
  }

  return {
    async ask(kind, input, signal) {
      const before = last
      const turn = before.then(
        () => ask(kind, input, signal),
        () => ask(kind, input, signal),
      )
      turn.catch(() => undefined)
      last = turn
      try {
        // Whatever a kind is answered with is of that kind.
        return (await unlessGivenUp(turn, signal)) as never
      } catch (error) {
        throw toStorageError(error)
      }
    },
    async close() {
      isClosed = true
      if (thread === null) return fallback?.close()
      const { worker, ended } = thread
      void worker.terminate()
      // Nothing else may be left to keep the process alive until the end that is waited for.
      const alive = setInterval(() => undefined, 1000)
      await ended
      clearInterval(alive)
    },
  }
}
