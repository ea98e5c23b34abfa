import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { configureConnection, servingBusyMs } from '../connection-settings'
import type { ThreadReply, ThreadRequest } from './thread-messages'
import { createGroupWriter } from './write-group'

/**
 * The thread that waits for the disk. Built as out/main/storage-thread.js; started by the coordinator with the path of a
 * database that it has opened, repaired and migrated before.
 */
function serve(path: string, reply: (message: ThreadReply) => void, end: () => void) {
  let file: { connection: Database.Database; write: ReturnType<typeof createGroupWriter> } | null = null

  function open() {
    if (file !== null) return file
    const connection = new Database(path, { timeout: servingBusyMs, fileMustExist: true })
    try {
      configureConnection(connection, true)
      file = { connection, write: createGroupWriter(connection) }
      return file
    } catch (error) {
      connection.close()
      throw error
    }
  }

  async function perform(request: ThreadRequest) {
    switch (request.kind) {
      case 'write':
        return open().write(request.group)
      case 'backUp': {
        // Once a day: not worth having in memory until then.
        const { backUpDaily } = await import('../backups')
        await backUpDaily(open().connection, request.path, request.now)
        return null
      }
      case 'close':
        // This may move the whole log into the file.
        file?.connection.close()
        file = null
        end()
        return null
    }
  }

  return async (request: ThreadRequest) => {
    const { id } = request
    try {
      reply({ kind: 'done', id, outcomes: await perform(request) })
    } catch (error) {
      const failure =
        error instanceof Database.SqliteError ? { code: error.code, message: error.message } : null
      reply({ kind: 'failed', id, failure, message: error instanceof Error ? error.message : String(error) })
    }
  }
}

const port = parentPort
if (port === null) throw new Error('This file is the storage thread; it is not run by itself.')
const perform = serve(
  String(workerData),
  message => port.postMessage(message),
  () => setImmediate(() => port.close()),
)
port.on('message', (request: ThreadRequest) => void perform(request))
port.postMessage({ kind: 'ready' } satisfies ThreadReply)
