import type Database from 'better-sqlite3'
import type { Message } from '../../shared/entities'
import { type ConversationRow, conversationColumns, type MessageRow, messageColumns } from './columns'
import { createAttachmentReader } from './kept/attachment-rows'
import type { StoredAttachment } from './kept/types'
import { toConversation, toMessages, toRecord } from './rows'
import { containsPattern, matchExpression } from './search'
import { createShownReader, type ShownPart } from './shown-messages'
import type { ConversationRecord, MessageRecord } from './types'

/** What is in the tables. Every function throws what SQLite throws. */
export interface Repository {
  /** Not deleted, newest activity first. */
  conversations(search: string): ConversationRecord[]
  /** Deleted ones too. */
  conversation(id: string): ConversationRecord | undefined
  message(id: string): MessageRecord | undefined
  /** Every branch, in the order of writing. */
  messages(conversationId: string): Message[]
  /** As `messages`, but as JSON, and without the route of all but the newest ones. */
  shownMessages(conversationId: string, apart: ReadonlySet<string>): ShownPart[]
  /** From the root to `leafId`; empty when there is no such message. */
  branch(leafId: string): Message[]
  unfinished(): MessageRecord[]
  /** Sent or not. */
  attachment(id: string): StoredAttachment | undefined
}

const conversationList = conversationColumns.join(', ')
const messageList = messageColumns.join(', ')

export function createRepository(connection: Database.Database): Repository {
  const list = connection.prepare<[], ConversationRow>(
    `SELECT ${conversationList} FROM conversation WHERE deleted_at IS NULL ORDER BY pinned DESC, activity DESC, updated_at DESC`,
  )
  // The newest matches only: a word that half of all messages have would cost a look-up for each.
  const listMatching = connection.prepare<[string, string], ConversationRow>(
    `SELECT ${conversationList} FROM conversation WHERE deleted_at IS NULL AND (title LIKE ? ESCAPE '\\' OR id IN (
       SELECT conversation_id FROM message WHERE sequence IN (
         SELECT rowid FROM message_search WHERE message_search MATCH ? ORDER BY rowid DESC LIMIT 5000)))
     ORDER BY pinned DESC, activity DESC, updated_at DESC`,
  )
  const listContaining = connection.prepare<[string, string], ConversationRow>(
    `SELECT ${conversationList} FROM conversation WHERE deleted_at IS NULL AND (title LIKE ? ESCAPE '\\' OR id IN (
       SELECT conversation_id FROM message WHERE content LIKE ? ESCAPE '\\')) ORDER BY pinned DESC, activity DESC, updated_at DESC`,
  )
  const oneConversation = connection.prepare<[string], ConversationRow>(
    `SELECT ${conversationList} FROM conversation WHERE id = ?`,
  )
  const oneMessage = connection.prepare<[string], MessageRow>(
    `SELECT ${messageList} FROM message WHERE id = ?`,
  )
  const allMessages = connection.prepare<[string], MessageRow>(
    `SELECT ${messageList} FROM message WHERE conversation_id = ? ORDER BY sequence`,
  )
  // A parent is always older than its child, so a damaged parent_id cannot make this run in circles.
  const branch = connection.prepare<[string], MessageRow>(
    `WITH RECURSIVE chain (sequence, parent_id) AS (
       SELECT sequence, parent_id FROM message WHERE id = ?
       UNION ALL
       SELECT m.sequence, m.parent_id FROM chain JOIN message m ON m.id = chain.parent_id AND m.sequence < chain.sequence
     ) SELECT ${messageList} FROM message WHERE sequence IN (SELECT sequence FROM chain) ORDER BY sequence`,
  )
  const unfinished = connection.prepare<[], MessageRow>(
    `SELECT ${messageList} FROM message WHERE state = 'streaming' ORDER BY sequence`,
  )

  const attachments = createAttachmentReader(connection)

  return {
    conversations(search) {
      // SQLite takes a NUL as the end of a pattern.
      const text = search.replaceAll('\0', ' ').trim()
      if (text === '') return list.all().map(toConversation)
      const pattern = containsPattern(text)
      const expression = matchExpression(text)
      const rows =
        expression === null ? listContaining.all(pattern, pattern) : listMatching.all(pattern, expression)
      return rows.map(toConversation)
    },
    conversation(id) {
      const row = oneConversation.get(id)
      return row === undefined ? undefined : toConversation(row)
    },
    message(id) {
      const row = oneMessage.get(id)
      return row === undefined ? undefined : attachments.addToOne(toRecord(row))
    },
    messages: conversationId =>
      attachments.addToAll(conversationId, toMessages(allMessages.all(conversationId))),
    shownMessages: createShownReader(connection, attachments),
    branch(leafId) {
      const messages = toMessages(branch.all(leafId))
      const conversationId = messages[0]?.conversationId
      return conversationId === undefined ? [] : attachments.addToAll(conversationId, messages)
    },
    unfinished: () => unfinished.all().map(toRecord),
    attachment: attachments.one,
  }
}
