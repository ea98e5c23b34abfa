import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
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
  /** @param cutLog a part of the log (0–1) after which it ends, as when the rest never reached the disk */
  read(options?: { cutLog?: number }): DiskState
  remove(): void
}

/** Copies database and log: the process that writes them must be dead or stopped. */
export function takeSnapshot(path: string): Snapshot {
  const directory = mkdtempSync(join(tmpdir(), 'harombe-snapshot-'))
  const original = join(directory, 'original.db')
  const copy = (from: string, to: string) => {
    for (const suffix of ['', '-wal']) {
      rmSync(to + suffix, { force: true })
      if (existsSync(from + suffix)) copyFileSync(from + suffix, to + suffix)
    }
  }
  copy(path, original)

  return {
    read({ cutLog = 1 } = {}) {
      const used = join(directory, 'used.db')
      rmSync(`${used}-shm`, { force: true })
      copy(original, used)
      const log = `${used}-wal`
      if (cutLog < 1 && existsSync(log)) truncateSync(log, Math.floor(statSync(log).size * cutLog))
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
