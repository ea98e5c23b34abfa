import { randomUUID } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Creates the directory, and missing ones above it, for the user alone. */
export function createPrivateDirectory(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
}

export interface WriteOptions {
  /** Asked when everything is on disk but the old file is still in place; false leaves the old file as it is. */
  confirm?: () => boolean
}

const temporaryPrefix = (path: string) => `.${basename(path)}.`
const temporaryEnd = '.tmp'

/**
 * Removes what writes of this file left behind that were cut off by a kill or a power cut more than `olderThanMs` ago; it may
 * hold secrets. A write that is going on is left alone. Never throws.
 */
export function removeLeftovers(path: string, olderThanMs: number): void {
  const directory = dirname(path)
  try {
    for (const file of readdirSync(directory)) {
      if (!file.startsWith(temporaryPrefix(path)) || !file.endsWith(temporaryEnd)) continue
      const leftover = join(directory, file)
      if (Date.now() - statSync(leftover).mtimeMs > olderThanMs) rmSync(leftover, { force: true })
    }
  } catch {
    // No such folder, or nobody may change it: then there is nothing that could be done.
  }
}

/**
 * Replaces a file so that at every moment, a power cut among them, it has either its old or its new content, and only the
 * user can read it. @returns false when `confirm` declined. @throws what the file system throws
 */
export function replacePrivateFile(
  path: string,
  content: string | Uint8Array,
  options: WriteOptions = {},
): boolean {
  const directory = dirname(path)
  const temporary = join(directory, `${temporaryPrefix(path)}${randomUUID()}${temporaryEnd}`)
  try {
    const descriptor = openSync(temporary, 'wx', 0o600)
    try {
      writeFileSync(descriptor, content)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    if (options.confirm?.() === false) {
      rmSync(temporary, { force: true })
      return false
    }
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  syncDirectory(directory)
  return true
}

function syncDirectory(directory: string): void {
  // Windows cannot open directories; there a rename is durable with the volume's journal.
  if (process.platform === 'win32') return
  const descriptor = openSync(directory, 'r')
  try {
    fsyncSync(descriptor)
  } catch {
    // Some network shares cannot sync a directory. The rename is done, and would not be undone by an error.
  } finally {
    closeSync(descriptor)
  }
}

export function isMissingFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
