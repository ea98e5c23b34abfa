import type Database from 'better-sqlite3'

/** Opening and migrating may wait for another program; afterwards a wait holds up everybody's writes. */
export const openingBusyMs = 5000
export const servingBusyMs = 250

/** What SQLite forgets with the connection: every one to the conversations file sets it. */
export function configureConnection(connection: Database.Database, onDisk: boolean): void {
  connection.pragma('foreign_keys = ON')
  connection.pragma('trusted_schema = OFF')
  connection.pragma('cell_size_check = ON')
  if (!onDisk) return
  connection.pragma('mmap_size = 0')
  connection.pragma('journal_mode = WAL')
  // better-sqlite3 is built with NORMAL for WAL, which may lose the last commits on power loss.
  connection.pragma('synchronous = FULL')
  connection.pragma('wal_autocheckpoint = 1000')
  connection.pragma('journal_size_limit = 67108864')
  // Only macOS knows these: its fsync does not reach the platter.
  connection.pragma('fullfsync = ON')
  connection.pragma('checkpoint_fullfsync = ON')
}
