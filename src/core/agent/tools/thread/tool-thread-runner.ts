import { Worker } from 'node:worker_threads'
import { type ErrorShape, HarombeError } from '../../../../shared/harombe-error'
import { performTask, type TaskName, type TaskRequest, type TaskTypes } from './tasks'

export type TaskReply =
  | { kind: 'part'; part: unknown }
  | { kind: 'done'; result: unknown }
  | { kind: 'failed'; error: ErrorShape | null; message: string }

/** The same as it is known to be when the task is. */
type ReplyOf<Name extends TaskName> =
  | { kind: 'part'; part: TaskTypes[Name]['part'] }
  | { kind: 'done'; result: TaskTypes[Name]['result'] }
  | Extract<TaskReply, { kind: 'failed' }>

interface TaskOptions<Name extends TaskName> {
  signal: AbortSignal
  /** Milliseconds; then the thread is ended, whatever it does. */
  timeoutMs: number
  onPart?: (part: TaskTypes[Name]['part']) => void
}

export interface ToolThread {
  /** @throws HarombeError TIMEOUT, CANCELLED, PAYLOAD_TOO_LARGE for too much memory, and what the task throws */
  run<Name extends TaskName>(
    name: Name,
    input: TaskTypes[Name]['input'],
    options: TaskOptions<Name>,
  ): Promise<TaskTypes[Name]['result']>
}

/** Enough for the document of a page of 2 MiB, and for no more. */
const memory = { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 }

const tooLong = () => new HarombeError('TIMEOUT', 'It took too long and was stopped.')
const cancelled = () => new HarombeError('CANCELLED', 'It was stopped.')
const tooMuch = () =>
  new HarombeError('PAYLOAD_TOO_LARGE', 'It took more memory than it may and was stopped.')

const errorOf = ({ error, message }: Extract<TaskReply, { kind: 'failed' }>) =>
  error === null ? new Error(message) : HarombeError.fromShape(error)

function runInThread<Name extends TaskName>(
  entry: string,
  request: TaskRequest<Name>,
  { signal, timeoutMs, onPart }: TaskOptions<Name>,
): Promise<TaskTypes[Name]['result']> {
  const { promise, resolve, reject } = Promise.withResolvers<TaskTypes[Name]['result']>()
  // Nothing of the environment and of this process's own flags: it needs neither.
  const worker = new Worker(entry, {
    workerData: request,
    name: 'harombe-tool',
    env: {},
    execArgv: [],
    resourceLimits: memory,
  })
  const timer = setTimeout(() => reject(tooLong()), timeoutMs)
  const onAbort = () => reject(cancelled())
  signal.addEventListener('abort', onAbort, { once: true })
  worker.on('message', (reply: ReplyOf<Name>) => {
    if (reply.kind === 'part') onPart?.(reply.part)
    else if (reply.kind === 'done') resolve(reply.result)
    else reject(errorOf(reply))
  })
  worker.on('error', error =>
    reject('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : error),
  )
  worker.on('exit', () => reject(new Error('The tool thread ended without a result.')))
  return promise.finally(() => {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
    return worker.terminate()
  })
}

/**
 * @param entry the built tool-thread; undefined where there is none, in tests: then tasks run here, and none of the limits holds
 */
export function createToolThread(entry: string | undefined): ToolThread {
  return {
    async run(name, input, options) {
      if (options.signal.aborted) throw cancelled()
      if (entry === undefined) return performTask(name, input, options.onPart ?? (() => {}))
      return runInThread(entry, { name, input }, options)
    },
  }
}
