import { existsSync } from 'node:fs'
import { sep } from 'node:path'
import type Database from 'better-sqlite3'
import { getLoadablePath } from 'sqlite-vec'

/** SQLite opens the file itself, and cannot look into Electron's archive: electron-builder puts it beside. */
export function unpackedPath(path: string, exists: (path: string) => boolean = existsSync): string {
  const beside = path.replace(`${sep}app.asar${sep}`, `${sep}app.asar.unpacked${sep}`)
  return exists(beside) ? beside : path
}

const loaded = new WeakMap<Database.Database, string | null>()

function load(connection: Database.Database): string | null {
  try {
    connection.loadExtension(unpackedPath(getLoadablePath()))
    return null
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return `The vector search could not be loaded, so that only words are searched for. (${reason.slice(0, 200)})`
  }
}

/** Makes the functions on vectors known to a connection. @returns why they are not, for the user; null when they are */
export function loadVectors(connection: Database.Database): string | null {
  const known = loaded.get(connection)
  if (known !== undefined) return known
  const problem = load(connection)
  loaded.set(connection, problem)
  return problem
}
