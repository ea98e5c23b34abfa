import type Database from 'better-sqlite3'
import type { Fact } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import { withStorageErrors } from '../storage-fault'
import type { StoreOptions } from '../types'
import type { RunStatements } from './run-statements'
import type { FactStore } from './types'

export function createFactStore(
  connection: Database.Database,
  run: RunStatements,
  { now, createId }: StoreOptions,
): FactStore {
  const all = connection.prepare<[], Fact>(
    'SELECT id, text, created_at AS createdAt FROM fact ORDER BY created_at, rowid',
  )
  const one = connection.prepare<[string], Fact>(
    'SELECT id, text, created_at AS createdAt FROM fact WHERE id = ?',
  )
  return {
    list: () => withStorageErrors(() => all.all()),
    async add(text) {
      const fact = { id: createId(), text, createdAt: now() }
      await run({ name: 'addFact', values: { id: fact.id, text, created_at: fact.createdAt } })
      return fact
    },
    async update(id, text) {
      const changed = await run({ name: 'updateFact', values: { id, text } })
      const fact = withStorageErrors(() => one.get(id))
      if (changed === 0 || fact === undefined) throw new HarombeError('NOT_FOUND', 'There is no such fact.')
      return { ...fact, text }
    },
    async remove(id) {
      await run({ name: 'removeFact', values: { id } })
    },
  }
}
