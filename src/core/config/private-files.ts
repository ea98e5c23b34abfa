import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Creates the directory, and missing ones above it, for the user alone. */
export function createPrivateDirectory(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
}

export interface WriteOptions {
  /** Asked when everything is on disk but the old file is still in place; false leaves the old file as it is. */
  confirm?: () => boolean
}

/**
 * Replaces a file so that at every moment, a power cut among them, it has either its old or its new content, and only the
 * user can read it. @returns false when `confirm` declined. @throws what the file system throws
 */
export function replacePrivateFile(path: string, content: string, options: WriteOptions = {}): boolean {
  const directory = dirname(path)
  const temporary = join(directory, `.${basename(path)}.${randomUUID()}.tmp`)
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
  } finally {
    closeSync(descriptor)
  }
}

export function isMissingFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
