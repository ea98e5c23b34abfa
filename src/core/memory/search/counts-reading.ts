import type { MemoryCounts, Reading } from './types'

export const countsReading: Reading<null, MemoryCounts> = connection => {
  const count = connection.prepare<[], MemoryCounts>(
    `SELECT (SELECT COUNT(*) FROM conversation WHERE deleted_at IS NULL) AS conversations,
       (SELECT COUNT(*) FROM message) AS messages,
       (SELECT COUNT(*) FROM attachment WHERE message_id IS NOT NULL) AS attachments`,
  )
  return () => count.get() ?? { conversations: 0, messages: 0, attachments: 0 }
}
