import type Database from 'better-sqlite3'
import { backUpDaily } from '../backups'
import type { Writer } from './types'
import { createGroupWriter } from './write-group'

/** Writes where it is called, which stands still meanwhile: for databases in memory, and where there is no thread. */
export function createInlineWriter(connection: Database.Database): Writer {
  const writeGroup = createGroupWriter(connection)
  return {
    write: async group => writeGroup(group),
    backUp: (path, now) => backUpDaily(connection, path, now),
    close: async () => undefined,
  }
}
