import { closeSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'

/**
 * Runs a short synchronous action while no other process runs one on the same guard file. The lock is SQLite's, so the
 * system lets go of it when a process dies: Node has no file locks, and a lock file could itself be left over.
 * @throws SqliteError SQLITE_BUSY when others hold it for five seconds
 */
export function exclusively<T>(guardPath: string, action: () => T): T {
  closeSync(openSync(guardPath, 'a', 0o600))
  const guard = new Database(guardPath, { timeout: 5000 })
  try {
    // Nothing is ever written to it, so it stays empty and cannot be damaged.
    guard.exec('BEGIN EXCLUSIVE')
    return action()
  } finally {
    guard.close()
  }
}
