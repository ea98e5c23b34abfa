import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { ToolCallState } from '../../src/shared/entities'

export interface StoredRow {
  id: string
  parent_id: string | null
  role: string
  state: string
  content: string
  steps: string | null
}

/** What a killed coordinator left behind. */
export interface DiskState {
  /** `ok`, or what is wrong. */
  integrity: string
  /** Newest last. */
  rows: StoredRow[]
  /** Questions that are there more than once. */
  doubled: string[]
}

export interface Snapshot {
  /**
   * @param cutLog a part (0–1) of the log's end after which nothing reached the disk, as after a power cut. What was moved into the
   * database already is not cut off: it was synced before
   */
  read(options?: { cutLog?: number }): DiskState
  remove(): void
}

/** Offsets of https://www.sqlite.org/walformat.html: the index's header is there twice, then how many frames were moved. */
const movedAt = 96
const moveBegunAt = 128
const logHeaderBytes = 32
const frameHeaderBytes = 24
const pageSizeAt = 8

/** Bytes of the log that are surely on the disk: of frames that were moved into the database, or are being. */
function syncedBytes(log: string, index: string): number {
  if (!existsSync(index) || statSync(log).size < logHeaderBytes) return 0
  const words = readFileSync(index).subarray(0, 136)
  const frames = Math.max(words.readUInt32LE(movedAt), words.readUInt32LE(moveBegunAt))
  const pageSize = readFileSync(log).readUInt32BE(pageSizeAt)
  return logHeaderBytes + frames * (frameHeaderBytes + pageSize)
}

/** Copies database and log: the process that writes them must be dead or stopped. */
export function takeSnapshot(path: string): Snapshot {
  const directory = mkdtempSync(join(tmpdir(), 'harombe-snapshot-'))
  const original = join(directory, 'original.db')
  const copy = (from: string, to: string) => {
    for (const suffix of ['', '-wal', '-shm']) {
      rmSync(to + suffix, { force: true })
      if (existsSync(from + suffix)) copyFileSync(from + suffix, to + suffix)
    }
  }
  copy(path, original)

  return {
    read({ cutLog = 1 } = {}) {
      const used = join(directory, 'used.db')
      copy(original, used)
      const log = `${used}-wal`
      if (cutLog < 1 && existsSync(log)) {
        const { size } = statSync(log)
        const synced = Math.min(size, syncedBytes(log, `${used}-shm`))
        truncateSync(log, Math.floor(synced + (size - synced) * cutLog))
      }
      // The index is rebuilt from the log, as it is after every crash.
      rmSync(`${used}-shm`, { force: true })
      const connection = new Database(used)
      try {
        return readState(connection)
      } finally {
        connection.close()
      }
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}

/** Schema version since which messages have steps. */
const messagesVersion = 3
const nothingYet: DiskState = { integrity: 'ok', rows: [], doubled: [] }

function readState(connection: Database.Database): DiskState {
  const integrity = String(connection.pragma('integrity_check', { simple: true }))
  // Killed before all tables were there.
  if (Number(connection.pragma('user_version', { simple: true })) < messagesVersion)
    return { ...nothingYet, integrity }
  return {
    integrity,
    rows: connection
      .prepare<[], StoredRow>(
        'SELECT id, parent_id, role, state, content, steps FROM message ORDER BY sequence',
      )
      .all(),
    doubled: connection
      .prepare<[], string>(
        "SELECT content FROM message WHERE role = 'user' GROUP BY content HAVING COUNT(*) > 1",
      )
      .pluck()
      .all(),
  }
}

/** States of the calls of an answer, as they are stored. */
export function callStates({ steps }: Pick<StoredRow, 'steps'>): ToolCallState[] {
  if (steps === null) return []
  const parsed: { calls: { state: ToolCallState }[] }[] = JSON.parse(steps)
  return parsed.flatMap(({ calls }) => calls.map(({ state }) => state))
}
