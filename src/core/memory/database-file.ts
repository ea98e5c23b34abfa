import { chmodSync, closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { dirname, join, parse } from 'node:path'
import { HarombeError } from '../../shared/harombe-error'
import { createPrivateDirectory, isMissingFile } from '../config/private-files'

/** "hrmb": marks a SQLite file as ours. */
export const applicationId = 0x68726d62

/** new: absent or without any table; damaged: no SQLite file, but named like one; foreign: somebody else's. */
export type FileKind = 'new' | 'ours' | 'foreign' | 'damaged'

/** SQLite keeps these beside the database; whatever moves, moves with them. */
export const companions = ['-wal', '-shm', '-journal'] as const

const headerBytes = 108
const magic = 'SQLite format 3\0'
const databaseName = /\.(?:db|sqlite3?)$/i

/**
 * Reads the header itself instead of asking SQLite, because opening a database may already write to it (recovery, -shm),
 * and another program's file is never touched. Offsets: https://www.sqlite.org/fileformat.html sections 1.3 and 1.6.
 */
export function fileKind(path: string): FileKind {
  let header: Buffer
  try {
    header = readHeader(path)
  } catch (error) {
    if (isMissingFile(error)) return 'new'
    throw new HarombeError('STORAGE_FAILED', `${path} cannot be read.`, {
      hint: 'Check that it is a file and that your user may read it.',
      cause: error,
    })
  }
  if (header.length === 0) return 'new'
  if (header.length < headerBytes || header.toString('latin1', 0, magic.length) !== magic) {
    // A slip in storage_path must not move somebody's letter aside.
    return databaseName.test(path) ? 'damaged' : 'foreign'
  }
  if (header.readUInt32BE(68) === applicationId) return 'ours'
  // Our id is in the main file before the first table is (see openDatabase), so any content here is somebody else's.
  const cellsOfSchema = header.readUInt16BE(103)
  const pendingContent = companions.some(suffix => sizeOf(path + suffix) > 0)
  return cellsOfSchema === 0 && !pendingContent && header.readUInt32BE(68) === 0 ? 'new' : 'foreign'
}

/** Where to keep conversations when `path` belongs to another program: memory.db → memory-desktop.db. */
export function siblingOf(path: string): string {
  const { dir, name, ext } = parse(path)
  return join(dir, `${name}-desktop${ext}`)
}

export interface ChosenFile {
  path: string
  kind: Exclude<FileKind, 'foreign'>
  notice: string | null
}

/** Our file, whichever of the two names it has; a sibling in use stays in use even when the foreign file goes away. */
export function chooseFile(path: string): ChosenFile {
  const kind = fileKind(path)
  if (kind === 'ours') return { path, kind, notice: null }
  const sibling = siblingOf(path)
  const siblingKind = fileKind(sibling)
  if (kind !== 'foreign' && siblingKind !== 'ours') return { path, kind, notice: null }
  if (siblingKind === 'foreign') {
    throw new HarombeError('STORAGE_FAILED', `${path} and ${sibling} both belong to other programs.`, {
      hint: 'Set memory.storage_path in harombe.yaml to a new file.',
      retryable: false,
    })
  }
  const notice =
    kind === 'foreign' ? `${path} belongs to another program; conversations are kept in ${sibling}.` : null
  return { path: sibling, kind: siblingKind, notice }
}

/** Makes sure file and folder exist and only the user can read them; SQLite gives -wal and -shm the file's mode. */
export function createPrivately(path: string): void {
  createPrivateDirectory(dirname(path))
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) closeSync(openSync(path, 'a', 0o600))
  else if ((found.mode & 0o077) !== 0) tighten(path)
}

function tighten(path: string): void {
  try {
    chmodSync(path, 0o600)
  } catch {
    // Somebody else's file that we may still use: reading old conversations beats refusing to start.
  }
}

/**
 * A clean close deletes the write-ahead log, so a log with content means that the last process died. A file whose length is
 * not what its header says was cut off or copied badly.
 */
export function needsCheck(path: string): boolean {
  const size = sizeOf(path)
  if (size < headerBytes) return false
  if (sizeOf(`${path}-wal`) > 0) return true
  // A rollback journal is from our very first write, and only a writable connection can undo that.
  if (existsSync(`${path}-journal`)) return false
  const header = readHeader(path)
  const pageSize = header.readUInt16BE(16)
  return header.readUInt32BE(28) * (pageSize === 1 ? 65_536 : pageSize) !== size
}

function readHeader(path: string): Buffer {
  const header = Buffer.alloc(headerBytes)
  const descriptor = openSync(path, 'r')
  try {
    return header.subarray(0, readSync(descriptor, header, 0, headerBytes, 0))
  } finally {
    closeSync(descriptor)
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
