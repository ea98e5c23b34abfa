import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { servingBusyMs } from '../connection-settings'
import { prepareReadings } from './prepare-readings'
import type { SearchReply, SearchRequest } from './thread-messages'

/**
 * The thread that looks things up. Built as out/main/search-thread.js; started by the coordinator with the path of a database that
 * it has opened, repaired and migrated before. Only ever reads.
 */
function serve(path: string, reply: (message: SearchReply) => void) {
  let file: { connection: Database.Database; read: ReturnType<typeof prepareReadings> } | null = null

  function open() {
    if (file !== null) return file
    const connection = new Database(path, { readonly: true, timeout: servingBusyMs, fileMustExist: true })
    connection.pragma('trusted_schema = OFF')
    connection.pragma('cell_size_check = ON')
    connection.pragma('mmap_size = 0')
    file = { connection, read: prepareReadings(connection) }
    return file
  }

  return ({ id, kind, input }: SearchRequest) => {
    try {
      // What lies under a kind is of that kind, which the type of a request says and a call of `read` cannot.
      reply({ kind: 'found', id, output: open().read(kind, input as never) })
    } catch (error) {
      const failure =
        error instanceof Database.SqliteError ? { code: error.code, message: error.message } : null
      reply({ kind: 'failed', id, failure, message: error instanceof Error ? error.message : String(error) })
    }
  }
}

const port = parentPort
if (port === null) throw new Error('This file is the search thread; it is not run by itself.')
const perform = serve(String(workerData), message => port.postMessage(message))
port.on('message', perform)
port.postMessage({ kind: 'ready' } satisfies SearchReply)
