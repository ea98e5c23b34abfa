import Database from 'better-sqlite3'
import { HarombeError } from '../../shared/errors'
import { assertConsistent } from './assert-consistent'
import { backUp } from './backups'
import { configureConnection, openingBusyMs, servingBusyMs } from './connection-settings'
import { applicationId, chooseFile, createPrivately, needsCheck } from './database-file'
import { migrate, migrations, schemaVersion } from './migrations'
import { setAside } from './recovery'
import { isDamage, toStorageError, withStorageErrors } from './storage-fault'

export interface OpenDatabase {
  connection: Database.Database
  /** The file in use, which is not the one asked for when that belongs to another program; or `:memory:`. */
  path: string
  /** What happened on opening that the user should know. */
  notices: string[]
  /** Idempotent. */
  close(): void
}

export interface DatabaseOptions {
  /** Milliseconds since the epoch, for the names of backups and of damaged files. */
  now: () => number
  /** Schema steps; tests pass shorter or longer histories. */
  migrations?: readonly string[]
}

/** The first version without the WAL-reset corruption (https://www.sqlite.org/wal.html). */
const minimumVersion = [3, 51, 3]

/**
 * Opens (or creates, private to the user) the conversations file, repairs what a crash left and brings its schema up to
 * date. Another program's database is left alone and a file beside it is used; a damaged one is set aside.
 * @throws HarombeError STORAGE_FAILED: not writable, locked, or written by a newer harombe
 */
export function openDatabase(path: string, options: DatabaseOptions): OpenDatabase {
  const steps = options.migrations ?? migrations
  if (path === ':memory:')
    return opened(
      withStorageErrors(() => openFile(path, steps, options)),
      path,
      [],
    )
  try {
    const chosen = chooseFile(path)
    const notices = chosen.notice === null ? [] : [chosen.notice]
    if (chosen.kind === 'damaged') notices.push(setAside(chosen.path, options.now()))
    try {
      return opened(openFile(chosen.path, steps, options), chosen.path, notices)
    } catch (error) {
      if (!isDamage(error)) throw error
      notices.push(setAside(chosen.path, options.now()))
      return opened(openFile(chosen.path, steps, options), chosen.path, notices)
    }
  } catch (error) {
    throw asOpeningError(error, path)
  }
}

function opened(connection: Database.Database, path: string, notices: string[]): OpenDatabase {
  return { connection, path, notices, close: () => void connection.close() }
}

function openFile(path: string, steps: readonly string[], options: DatabaseOptions): Database.Database {
  const onDisk = path !== ':memory:'
  if (onDisk) createPrivately(path)
  if (onDisk && needsCheck(path)) assertConsistent(path, openingBusyMs)
  const connection = new Database(path, { timeout: openingBusyMs })
  try {
    assertVersion(connection)
    // Reading the schema finds a damaged first page also after a clean end.
    connection.prepare('SELECT name FROM sqlite_schema LIMIT 1').get()
    assertKnownSchema(connection, steps.length)
    // Before WAL mode and the first table: fileKind relies on finding the id in the main file.
    if (schemaVersion(connection) === 0) connection.pragma(`application_id = ${applicationId}`)
    configureConnection(connection, onDisk)
    const version = schemaVersion(connection)
    if (onDisk && version > 0 && version < steps.length) backUp(connection, path, options.now())
    migrate(connection, steps)
    connection.pragma(`busy_timeout = ${servingBusyMs}`)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

function assertVersion(connection: Database.Database): void {
  const version = String(connection.prepare('SELECT sqlite_version()').pluck().get())
  const parts = version.split('.').map(Number)
  for (const [index, wanted] of minimumVersion.entries()) {
    const part = parts[index] ?? 0
    if (part > wanted) return
    if (part < wanted) {
      throw new HarombeError('STORAGE_FAILED', `SQLite ${version} is too old to keep conversations safely.`, {
        hint: `harombe needs SQLite ${minimumVersion.join('.')} or later; reinstall it.`,
        retryable: false,
      })
    }
  }
}

function assertKnownSchema(connection: Database.Database, latest: number): void {
  const version = schemaVersion(connection)
  if (version <= latest) return
  throw new HarombeError(
    'STORAGE_FAILED',
    `The conversations file was written by a newer harombe (schema ${version}, this one knows ${latest}).`,
    {
      hint: 'Install the newer harombe again, or set memory.storage_path in harombe.yaml to another file.',
      retryable: false,
    },
  )
}

function asOpeningError(error: unknown, path: string): unknown {
  const known = toStorageError(error)
  if (known instanceof HarombeError || !(error instanceof Error) || !('code' in error)) return known
  return new HarombeError('STORAGE_FAILED', `${path} cannot be used: ${error.message}`, {
    hint: 'Check that the folder exists and is writable for your user, or set memory.storage_path in harombe.yaml.',
    cause: error,
  })
}
