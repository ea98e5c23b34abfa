import { type FileHandle, open, readdir, rename } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { type AuditEntry, auditEntry } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import { createPrivateDirectory, isMissingFile } from '../../config/private-files'
import { readBackwards } from './read-backwards'
import type { AuditLog, NewAuditEntry } from './types'

/** A file of this size is put aside and a new one begun, bytes. */
const rotateBytes = 16 * 1024 ** 2

export interface AuditOptions {
  path: string
  /** Milliseconds since the epoch. */
  now(): number
  /** For tests; default 16 MiB. */
  rotateBytes?: number
}

/** Lines that are not wanted need not be parsed: the sequence stands first. */
const sequenceAtStart = /^\{"sequence":(\d+),/

function isBefore(line: string, sequence: number): boolean {
  const found = sequenceAtStart.exec(line)?.[1]
  return found === undefined || Number(found) < sequence
}

function parseEntry(line: string): AuditEntry | null {
  try {
    const parsed = auditEntry.safeParse(JSON.parse(line))
    return parsed.success ? parsed.data : null
  } catch {
    // A line that was cut off by a crash, or written by somebody else: it stays where it is, and is no entry.
    return null
  }
}

interface Writing {
  file: FileHandle
  size: number
  /** Of the next entry. */
  sequence: number
  /** What stands at the end may be half a line. */
  isTorn: boolean
}

/**
 * One line of JSON an entry. Lines are only ever added, each on disk before whoever added it goes on; nothing is truncated,
 * not even what a crash tore: the next line begins after it. Files that are full keep their lines under a number.
 */
export function openAuditLog({ path, now, rotateBytes: limit = rotateBytes }: AuditOptions): AuditLog {
  const directory = dirname(path)
  const stem = basename(path, extname(path))
  const archiveName = new RegExp(`^${stem}-(\\d{6})${extname(path).replace('.', '\\.')}$`)
  let writing: Writing | null = null
  let isClosed = false
  let tail: Promise<unknown> = Promise.resolve()

  const archivePath = (number: number) =>
    join(directory, `${stem}-${String(number).padStart(6, '0')}${extname(path)}`)

  async function archives(): Promise<number[]> {
    const names = await readdir(directory)
    return names
      .flatMap(name => archiveName.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => b - a)
  }

  /** Newest first, over all files. */
  async function* entries(before = Number.POSITIVE_INFINITY): AsyncGenerator<AuditEntry, void> {
    const paths = [path, ...(await archives()).map(archivePath)]
    for (const each of paths) {
      const file = await openForReading(each)
      if (file === null) continue
      try {
        for await (const line of readBackwards(file)) {
          const entry = isBefore(line, before) ? parseEntry(line) : null
          if (entry !== null && entry.sequence < before) yield entry
        }
      } finally {
        await file.close()
      }
    }
  }

  async function begin(): Promise<Writing> {
    createPrivateDirectory(directory)
    let sequence = 0
    for await (const last of entries()) {
      sequence = last.sequence + 1
      break
    }
    const file = await open(path, 'a+', 0o600)
    try {
      const { size } = await file.stat()
      await syncDirectory(directory)
      return { file, size, sequence, isTorn: !(await endsWithLine(file, size)) }
    } catch (error) {
      await file.close()
      throw error
    }
  }

  async function rotate({ file, sequence }: Writing): Promise<Writing> {
    await file.close()
    const [newest = 0] = await archives()
    await rename(path, archivePath(newest + 1))
    return { ...(await begin()), sequence }
  }

  async function write(entry: NewAuditEntry): Promise<void> {
    try {
      let current = writing ?? (await begin())
      writing = null
      if (current.size >= limit) current = await rotate(current)
      const line = JSON.stringify({ sequence: current.sequence, at: now(), ...entry })
      const bytes = Buffer.from(`${current.isTorn ? '\n' : ''}${line}\n`)
      // Set before, so that it holds when this fails: nobody can tell then how much of the line was written.
      const after = { ...current, size: current.size + bytes.length, sequence: current.sequence + 1 }
      writing = { ...after, isTorn: true }
      await current.file.appendFile(bytes)
      await current.file.datasync()
      writing = { ...after, isTorn: false }
    } catch (cause) {
      throw new HarombeError('STORAGE_FAILED', 'The audit could not be written, so nothing was done.', {
        hint: 'Look whether the disk is full.',
        cause,
      })
    }
  }

  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const done = tail.then(task)
    tail = done.catch(() => undefined)
    return done
  }

  return {
    append(entry) {
      if (isClosed) return Promise.reject(new HarombeError('STORAGE_FAILED', 'The audit is closed.'))
      return inTurn(() => write(entry))
    },
    // In turn with the writing, so that no file is put aside between two of them.
    read: ({ before, limit: most }) =>
      inTurn(async () => {
        const page: AuditEntry[] = []
        try {
          for await (const entry of entries(before)) {
            page.push(entry)
            if (page.length >= most) break
          }
        } catch (error) {
          if (!isMissingFile(error)) throw error
        }
        return page
      }),
    close() {
      isClosed = true
      return inTurn(async () => {
        await writing?.file.close()
        writing = null
      })
    },
  }
}

async function openForReading(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (isMissingFile(error)) return null
    throw error
  }
}

async function endsWithLine(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return true
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0] === 0x0a
}

/** Windows cannot open directories; there a new name is durable with the volume's journal. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
