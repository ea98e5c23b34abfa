import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join, parse } from 'node:path'
import Database from 'better-sqlite3'
import { createPrivateDirectory } from '../config/private-files'
import { fileKind } from './database-file'

const keptBackups = 7
/** Bytes that integrity_check walks in well under half a second. */
const quicklyChecked = 33_554_432

export interface Backup {
  path: string
  /** Milliseconds since the epoch. */
  takenAt: number
}

function backupDirectory(databasePath: string): string {
  return join(dirname(databasePath), 'backups')
}

/** Newest first. Names carry the time, since a copied file's own times mean nothing. */
export function listBackups(databasePath: string): Backup[] {
  const directory = backupDirectory(databasePath)
  if (!existsSync(directory)) return []
  const { name, ext } = parse(databasePath)
  return readdirSync(directory)
    .flatMap(file => {
      if (!file.startsWith(`${name}-`) || !file.endsWith(ext)) return []
      const takenAt = Number(file.slice(name.length + 1, file.length - ext.length))
      return Number.isSafeInteger(takenAt) ? [{ path: join(directory, file), takenAt }] : []
    })
    .sort((a, b) => b.takenAt - a.takenAt)
}

/** An empty private file, which both VACUUM INTO and the backup API accept as their target. */
function prepareBackup(databasePath: string, now: number): { partial: string; final: string } {
  const directory = backupDirectory(databasePath)
  createPrivateDirectory(directory)
  const { name, ext } = parse(databasePath)
  const final = join(directory, `${name}-${now}${ext}`)
  const partial = `${final}.partial`
  for (const file of readdirSync(directory)) {
    // Left by a process that was killed while it made one.
    if (file.startsWith(`${name}-`) && file.endsWith('.partial'))
      rmSync(join(directory, file), { force: true })
  }
  closeSync(openSync(partial, 'wx', 0o600))
  return { partial, final }
}

/** Checks the written copy, makes it durable and visible under its final name, and removes what is too many. */
function completeBackup(databasePath: string, partial: string, final: string, check: boolean): void {
  if (check && !isIntact(partial)) {
    rmSync(partial, { force: true })
    throw new Error(`The backup ${final} did not pass its integrity check.`)
  }
  const descriptor = openSync(partial, 'r+')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(partial, final)
  for (const old of listBackups(databasePath).slice(keptBackups)) rmSync(old.path, { force: true })
}

/** A verified copy of the database as it is now. @throws when it cannot be made; nothing half-written stays. */
export function backUp(connection: Database.Database, databasePath: string, now: number): string {
  const { partial, final } = prepareBackup(databasePath, now)
  try {
    connection.prepare('VACUUM INTO ?').run(partial)
    completeBackup(databasePath, partial, final, true)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
  return final
}

/** The copy of a database in WAL mode is in that mode too, and merely reading it would leave companions beside it. */
function leaveWalMode(path: string): void {
  const connection = new Database(path)
  try {
    connection.pragma('journal_mode = DELETE')
  } finally {
    connection.close()
  }
}

const dayMs = 86_400_000

/** In small steps, between which answers go on. */
async function copyInSteps(
  connection: Database.Database,
  databasePath: string,
  now: number,
): Promise<string> {
  const { partial, final } = prepareBackup(databasePath, now)
  try {
    await connection.backup(partial)
    leaveWalMode(partial)
    completeBackup(databasePath, partial, final, statSync(partial).size <= quicklyChecked)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
  return final
}

/**
 * A copy of a database that somebody else may have open; null when there is none to copy. @throws when it cannot be made
 * @param now milliseconds since the epoch
 */
export async function backUpFile(databasePath: string, now: number): Promise<string | null> {
  if (!existsSync(databasePath)) return null
  const connection = new Database(databasePath, { readonly: true, fileMustExist: true })
  try {
    return await copyInSteps(connection, databasePath, now)
  } finally {
    connection.close()
  }
}

/**
 * A copy for the day unless there is one, made in small steps between which answers go on. Files too large to be checked
 * without a noticeable pause are checked afterwards where nobody waits, see openConversationStorage. @throws when it cannot be made
 */
export async function backUpDaily(
  connection: Database.Database,
  databasePath: string,
  now: number,
): Promise<void> {
  const [newest] = listBackups(databasePath)
  if (newest !== undefined && Math.abs(now - newest.takenAt) < dayMs) return
  await copyInSteps(connection, databasePath, now)
}

/** True for a database of ours that passes SQLite's full check. */
export function isIntact(path: string): boolean {
  if (fileKind(path) !== 'ours') return false
  try {
    const connection = new Database(path, { readonly: true, fileMustExist: true })
    try {
      return connection.pragma('integrity_check', { simple: true }) === 'ok'
    } finally {
      connection.close()
    }
  } catch {
    return false
  }
}
