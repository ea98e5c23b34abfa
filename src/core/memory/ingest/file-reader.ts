import { Worker } from 'node:worker_threads'
import type { IngestReply, IngestRequest } from './thread-messages'
import { megabyte, type ParsedFile, type Unreadable } from './types'

/** Takes files apart. Never rejects but for the signal: what cannot be read is told as a problem. */
export type FileReader = (
  name: string,
  bytes: Uint8Array,
  signal: AbortSignal,
) => Promise<ParsedFile | Unreadable>

export interface FileReaderOptions {
  /** The built ingest-thread; absent: files are taken apart where it is asked for. */
  threadEntry?: string | undefined
  /** Runs `task` once after `ms`; the returned function takes it back. */
  after(ms: number, task: () => void): () => void
  report(error: unknown): void
}

const timeoutMs = 30_000
/** Of objects, and of buffers: a PDF of 64 MB needs a few times as much. */
const memoryMegabytes = 768
/** V8 keeps to the limit of objects by itself, but lets a thread have as many buffers as it likes. */
const lookMs = 100
/** Threads at once; more files wait. */
const maximumThreads = 2

const tooLong = { problem: 'Reading the file took longer than half a minute. Attach a smaller part of it.' }
const tooLarge = { problem: 'Reading the file took more memory than it may. Attach a smaller part of it.' }
const broken = { problem: 'The file could not be read. Save it anew in another program and attach that.' }

const isOutOfMemory = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'

/** Lets so many in at once, the others in the order of coming. */
function createGate(places: number) {
  let free = places
  const waiting: (() => void)[] = []
  return {
    async enter(): Promise<void> {
      if (free > 0) free -= 1
      else await new Promise<void>(resolve => waiting.push(resolve))
    },
    leave(): void {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    },
  }
}

/** Takes each file apart in a thread of its own, which is ended when it takes too long or too much memory. */
export function createFileReader({ threadEntry, after, report }: FileReaderOptions): FileReader {
  const gate = createGate(maximumThreads)

  /** @returns ends the looking */
  function watchBuffers(worker: Worker, tooMuch: () => void): () => void {
    let forget = after(lookMs, look)
    let isOver = false
    async function look() {
      // It may not have begun yet, or have ended.
      const bytes = await worker.getHeapStatistics().then(
        ({ external_memory: external }) => external,
        () => 0,
      )
      if (isOver) return
      if (bytes > memoryMegabytes * megabyte) tooMuch()
      else forget = after(lookMs, look)
    }
    return () => {
      isOver = true
      forget()
    }
  }

  function readInThread(entry: string, request: IngestRequest, signal: AbortSignal) {
    const { promise, resolve, reject } = Promise.withResolvers<IngestReply>()
    const worker = new Worker(entry, {
      workerData: request,
      name: 'harombe-ingest',
      execArgv: [],
      // Of a file that somebody else wrote: it gets nothing of ours to tell.
      env: {},
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes, maxYoungGenerationSizeMb: 64 },
    })
    worker.stdout.resume()
    worker.stderr.resume()
    const forget = after(timeoutMs, () => resolve(tooLong))
    const unwatch = watchBuffers(worker, () => resolve(tooLarge))
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    worker.once('message', resolve)
    worker.once('error', error => {
      if (isOutOfMemory(error)) return resolve(tooLarge)
      report(error)
      resolve(broken)
    })
    worker.once('exit', () => resolve(broken))
    return promise.finally(() => {
      forget()
      unwatch()
      signal.removeEventListener('abort', abort)
      return worker.terminate()
    })
  }

  return async (name, bytes, signal) => {
    signal.throwIfAborted()
    if (threadEntry === undefined) {
      // Loaded with the first file: PDF.js is large.
      const { parseFile } = await import('./parse-file')
      return parseFile(name, bytes)
    }
    await gate.enter()
    try {
      signal.throwIfAborted()
      return await readInThread(threadEntry, { name, bytes }, signal)
    } finally {
      gate.leave()
    }
  }
}
