import type Database from 'better-sqlite3'
import { withStorageErrors } from '../storage-fault'
import type { StoreOptions } from '../types'
import type { RunStatements } from './run-statements'
import type { Summary, SummaryStore } from './types'

export function createSummaryStore(
  connection: Database.Database,
  run: RunStatements,
  { now }: Pick<StoreOptions, 'now'>,
): SummaryStore {
  const ofConversation = connection.prepare<[string], Summary>(
    `SELECT conversation_id AS conversationId, last_message_id AS lastMessageId, text, tokens, created_at AS createdAt
     FROM summary WHERE conversation_id = ? ORDER BY rowid DESC`,
  )
  return {
    of: conversationId => withStorageErrors(() => ofConversation.all(conversationId)),
    async save({ conversationId, lastMessageId, text, tokens }) {
      await run({
        name: 'saveSummary',
        values: {
          conversation_id: conversationId,
          last_message_id: lastMessageId,
          text: text.toWellFormed(),
          tokens: Math.ceil(tokens),
          created_at: now(),
        },
      })
    },
  }
}
