import type { AuditEntry } from '../../../shared/entities'
import type { AuditLog } from './types'

/** For commands that leave no trace; beyond this many only the newest are known. */
const maxEntries = 1_000

export function createMemoryAudit(now: () => number): AuditLog {
  const entries: AuditEntry[] = []
  let sequence = 0
  return {
    async append(entry) {
      entries.unshift({ sequence, at: now(), ...entry })
      sequence += 1
      entries.splice(maxEntries)
    },
    read: async ({ before = Number.POSITIVE_INFINITY, limit }) =>
      entries.filter(entry => entry.sequence < before).slice(0, limit),
    async close() {},
  }
}
