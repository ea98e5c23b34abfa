import Database from 'better-sqlite3'

/** The requests in the file as another connection sees them, that is, what was committed; oldest first. */
export function idsOnDisk(path: string): unknown[] {
  const other = new Database(path, { readonly: true })
  try {
    return other.prepare('SELECT id FROM request ORDER BY sequence').pluck().all()
  } finally {
    other.close()
  }
}
