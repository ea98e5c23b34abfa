import type Database from 'better-sqlite3'
import { createAttachmentSteps } from '../ingest/attachment-steps'
import { createRecallSteps } from '../recall/recall-steps'
import type { ConversationRow, MessageRow } from '../rows'
import { isStorageFault } from '../storage-fault'
import type { Group, Outcome, Step, TextRow, Write } from './types'

const messageColumns =
  'id, conversation_id, parent_id, role, state, epoch, created_at, content, reasoning, route, answered_by, metrics, failovers, error, rating, escalation, escalated_from'

type EditRow = Record<'id', string> &
  Record<'title' | 'updated_at' | 'active_leaf_id', string | number | null>

function createSteps(connection: Database.Database): (step: Step) => number {
  // A group whose acknowledgement was lost is written again, so nothing here may fail or differ the second time.
  const begin = connection.prepare<[ConversationRow]>(
    `INSERT INTO conversation (id, title, created_at, updated_at, active_leaf_id, deleted_at, activity)
     VALUES (@id, @title, @created_at, @updated_at, @active_leaf_id, @deleted_at,
       (SELECT COALESCE(MAX(activity), 0) + 1 FROM conversation))
     ON CONFLICT (id) DO NOTHING`,
  )
  const edit = connection.prepare<
    [EditRow & { deleted_at: number | null; deletes: number; touched: number }]
  >(
    `UPDATE conversation SET title = COALESCE(@title, title), updated_at = COALESCE(@updated_at, updated_at),
       active_leaf_id = COALESCE(@active_leaf_id, active_leaf_id),
       deleted_at = CASE WHEN @deletes THEN @deleted_at ELSE deleted_at END,
       activity = CASE WHEN @touched THEN (SELECT MAX(activity) + 1 FROM conversation) ELSE activity END
     WHERE id = @id`,
  )
  const message = connection.prepare<[MessageRow]>(
    `INSERT INTO message (${messageColumns})
     VALUES (@id, @conversation_id, @parent_id, @role, @state, @epoch, @created_at, @content, @reasoning, @route,
       @answered_by, @metrics, @failovers, @error, @rating, @escalation, @escalated_from)
     ON CONFLICT (id) DO UPDATE SET state = @state, epoch = @epoch, content = @content, reasoning = @reasoning,
       route = @route, answered_by = @answered_by, metrics = @metrics, failovers = @failovers, error = @error,
       rating = @rating, escalation = @escalation, escalated_from = @escalated_from`,
  )
  const text = connection.prepare<[TextRow]>(
    `UPDATE message SET content = @content, reasoning = @reasoning, epoch = @epoch
     WHERE id = @id AND state = 'streaming' AND epoch <= @epoch`,
  )
  const purge = connection.prepare<[number]>('DELETE FROM conversation WHERE deleted_at <= ?')
  const attachment = createAttachmentSteps(connection)
  const recall = createRecallSteps(connection)

  return step => {
    switch (step.kind) {
      case 'begin':
        return begin.run(step.row).changes
      case 'edit': {
        const { touched, deleted_at, ...row } = step.edit
        const deletes = deleted_at === undefined ? 0 : 1
        return edit.run({ ...row, deleted_at: deleted_at ?? null, deletes, touched: touched ? 1 : 0 }).changes
      }
      case 'message':
        return message.run(step.row).changes
      case 'text':
        return text.run(step.row).changes
      case 'purge':
        return purge.run(step.deletedBefore).changes
      case 'attach':
      case 'attachmentRead':
      case 'detach':
      case 'dropUnsent':
      case 'failUnread':
        return attachment(step)
      case 'cut':
      case 'changeModel':
      case 'vectors':
        return recall(step)
    }
  }
}

const hasCode = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'

/**
 * Writes many things that have nothing to do with each other in one transaction, since it is the commit that costs. What
 * SQLite refuses of one (a constraint) undoes only that one; what the disk refuses is everybody's and is thrown.
 */
export function createGroupWriter(connection: Database.Database): (group: Group) => Outcome[] {
  const run = createSteps(connection)
  const runAll = (write: Write): number => write.reduce((_, step) => run(step), 0)
  const runTogether = connection.transaction(runAll)

  function attempt(write: Write): Outcome {
    try {
      // One statement is undone by itself.
      return { changes: write.length > 1 ? runTogether(write) : runAll(write) }
    } catch (error) {
      // A full disk makes SQLite roll the whole transaction back.
      if (!connection.inTransaction || isStorageFault(error) || !hasCode(error)) throw error
      return { code: error.code, message: error.message }
    }
  }
  const writeAll = connection.transaction((writes: readonly Write[]) => writes.map(attempt))

  return ({ writes, durable }) => {
    if (durable) return writeAll.immediate(writes)
    // Text of answers that go on: not worth an fsync (the next durable commit syncs the whole log), nor waiting for a lock.
    const busyMs = connection.pragma('busy_timeout', { simple: true })
    connection.pragma('synchronous = NORMAL')
    connection.pragma('busy_timeout = 0')
    try {
      return writeAll.immediate(writes)
    } finally {
      connection.pragma(`busy_timeout = ${busyMs}`)
      connection.pragma('synchronous = FULL')
    }
  }
}
