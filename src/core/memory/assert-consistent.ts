import Database from 'better-sqlite3'

/**
 * Reads the whole file, without writing: closing a writable connection would mix the log into a file that is damaged.
 * @param busyMs how long others may hold it
 * @throws SqliteError
 */
export function assertConsistent(path: string, busyMs: number): void {
  const connection = new Database(path, { readonly: true, timeout: busyMs })
  try {
    const finding = connection.pragma('quick_check(1)', { simple: true })
    if (finding !== 'ok') throw new Database.SqliteError(String(finding), 'SQLITE_CORRUPT')
  } finally {
    connection.close()
  }
}
