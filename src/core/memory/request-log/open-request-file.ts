import { existsSync, renameSync, statSync } from 'node:fs'
import { join, parse } from 'node:path'
import Database from 'better-sqlite3'
import { HarombeError } from '../../../shared/errors'
import { assertConsistent } from '../assert-consistent'
import { applicationId, companions, createPrivately, fileKind, needsCheck } from '../database-file'
import { migrate, schemaVersion } from '../migrations'
import { isDamage } from '../storage-fault'
import { requestMigrations } from './migrations'

/** Waiting for another program that has the file open would hold up every answer. */
const servingBusyMs = 20
const openingBusyMs = 1000
/** Bytes that quick_check walks in well under half a second; larger files show damage when they are read. */
const quicklyChecked = 33_554_432

export interface RequestFile {
  connection: Database.Database
  /** What happened on opening that the user should know. */
  notice: string | null
}

/**
 * Opens or creates the log, private to the user. A damaged one is set aside: it is a log, so nothing is restored.
 * @throws whatever the file system or SQLite throws, HarombeError STORAGE_FAILED for a file that is not to be touched
 */
export function openRequestFile(path: string, now: number): RequestFile {
  const kind = fileKind(path)
  if (kind === 'foreign') throw refusal(`${path} belongs to another program.`, 'Move that file elsewhere.')
  const notice = kind === 'damaged' ? setRequestsAside(path, now) : null
  try {
    return { connection: open(path), notice }
  } catch (error) {
    if (!isDamage(error)) throw error
    return { notice: setRequestsAside(path, now), connection: open(path) }
  }
}

/** Moves the file away together with its companions. @returns what to tell the user */
export function setRequestsAside(path: string, now: number): string {
  const { dir, name, ext } = parse(path)
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-')
  const aside = join(dir, `${name}.damaged-${stamp}${ext}`)
  for (const suffix of ['', ...companions]) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
  }
  return `The request log was damaged. It was set aside as ${aside} and a new one was begun.`
}

function open(path: string): Database.Database {
  createPrivately(path)
  if (needsCheck(path) && statSync(path).size <= quicklyChecked) assertConsistent(path, openingBusyMs)
  const connection = new Database(path, { timeout: openingBusyMs })
  try {
    const version = schemaVersion(connection)
    // The conversations have the same mark and versions of their own, so this comes before any word on the version.
    const table = connection.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'request'")
    if (version > 0 && table.get() === undefined) {
      throw refusal(`${path} is used for something else.`, 'Move it elsewhere.')
    }
    if (version > requestMigrations.length) {
      throw refusal(`${path} was written by a newer harombe.`, 'Install the newer harombe again.')
    }
    if (version === 0) {
      connection.pragma(`application_id = ${applicationId}`)
      // Only before the first table: lets the file shrink when requests are removed.
      connection.pragma('auto_vacuum = INCREMENTAL')
    }
    connection.pragma('trusted_schema = OFF')
    connection.pragma('cell_size_check = ON')
    connection.pragma('mmap_size = 0')
    connection.pragma('journal_mode = WAL')
    // The last requests may be lost with the power; waiting for the disk twice a second is not worth them.
    connection.pragma('synchronous = NORMAL')
    connection.pragma('wal_autocheckpoint = 1000')
    connection.pragma('journal_size_limit = 16777216')
    migrate(connection, requestMigrations)
    connection.pragma(`busy_timeout = ${servingBusyMs}`)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

const refusal = (message: string, hint: string) =>
  new HarombeError('STORAGE_FAILED', message, { hint, retryable: false })
