import { parentPort, workerData } from 'node:worker_threads'
import { isHarombeError } from '../../../../shared/harombe-error'
import { performTask, type TaskName, type TaskRequest } from './tasks'
import type { TaskReply } from './tool-thread-runner'

/**
 * One task on a thread of its own, which may be ended at any moment. Built as out/main/tool-thread.js; the task is its worker
 * data.
 */
async function serve<Name extends TaskName>(
  { name, input }: TaskRequest<Name>,
  reply: (message: TaskReply) => void,
): Promise<void> {
  try {
    reply({ kind: 'done', result: await performTask(name, input, part => reply({ kind: 'part', part })) })
  } catch (error) {
    const shape = isHarombeError(error) ? error.toShape() : null
    reply({ kind: 'failed', error: shape, message: error instanceof Error ? error.message : String(error) })
  }
}

const port = parentPort
if (port === null) throw new Error('This file is the tool thread; it is not run by itself.')
void serve(workerData, message => port.postMessage(message))
