import type Database from 'better-sqlite3'
import { toStorageError } from '../storage-fault'
import { prepareReadings } from './prepare-readings'
import type { MemorySearcher } from './readings'

/** Reads where it is asked, which stands still meanwhile: for databases in memory, and where there is no thread. */
export function createInlineSearcher(connection: Database.Database): MemorySearcher {
  const read = prepareReadings(connection)
  return {
    async ask(kind, input, signal) {
      signal.throwIfAborted()
      try {
        return read(kind, input)
      } catch (error) {
        throw toStorageError(error)
      }
    },
    close: async () => undefined,
  }
}
