import type Database from 'better-sqlite3'
import type { Folder } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import type { StoreOptions } from '../types'
import type { RunStatements } from './run-statements'
import type { FolderStore } from './types'

interface FolderRecord extends Folder {
  deletedAt: number | null
}

const dayMs = 86_400_000

/** Held in memory: every list of conversations asks which folders there are, and nobody else changes them. */
export function createFolderStore(
  connection: Database.Database,
  run: RunStatements,
  { now, createId }: StoreOptions,
): FolderStore {
  const rows = connection
    .prepare<[], FolderRecord>(
      'SELECT id, name, created_at AS createdAt, deleted_at AS deletedAt FROM folder ORDER BY created_at, rowid',
    )
    .all()
  const folders = new Map(rows.map(folder => [folder.id, folder]))

  function known(id: string): FolderRecord {
    const found = folders.get(id)
    if (found === undefined) throw new HarombeError('NOT_FOUND', 'There is no such folder.')
    return found
  }
  function live(id: string): FolderRecord {
    const found = known(id)
    if (found.deletedAt !== null) throw new HarombeError('NOT_FOUND', 'This folder was removed.')
    return found
  }
  async function setDeleted(folder: FolderRecord, deletedAt: number | null): Promise<void> {
    await run({ name: 'deleteFolder', values: { id: folder.id, deleted_at: deletedAt } })
    folder.deletedAt = deletedAt
  }

  return {
    list: () => [...folders.values()].filter(({ deletedAt }) => deletedAt === null).map(toFolder),
    async create(name) {
      const folder: FolderRecord = { id: createId(), name, createdAt: now(), deletedAt: null }
      await run({ name: 'addFolder', values: { id: folder.id, name, created_at: folder.createdAt } })
      folders.set(folder.id, folder)
      return toFolder(folder)
    },
    async rename(id, name) {
      const folder = live(id)
      await run({ name: 'renameFolder', values: { id, name } })
      folder.name = name
      return toFolder(folder)
    },
    async remove(id) {
      const folder = known(id)
      if (folder.deletedAt === null) await setDeleted(folder, now())
    },
    async restore(id) {
      const folder = known(id)
      await setDeleted(folder, null)
      return toFolder(folder)
    },
    async purge(olderThanDays) {
      const before = now() - olderThanDays * dayMs
      await run({ name: 'purgeFolders', values: { before } })
      for (const { id, deletedAt } of folders.values())
        if (deletedAt !== null && deletedAt <= before) folders.delete(id)
    },
    has: id => folders.get(id)?.deletedAt === null,
  }
}

function toFolder({ id, name, createdAt }: FolderRecord): Folder {
  return { id, name, createdAt }
}
