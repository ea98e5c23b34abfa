import type Database from 'better-sqlite3'
import { type ConversationRow, conversationColumns, type MessageRow, messageColumns } from '../columns'
import { createRecallSteps } from '../recall/recall-steps'
import { isStorageFault } from '../storage-fault'
import { type Statement, type StatementName, statements } from './statements'
import type { ConversationEdit, Group, Outcome, Step, TextRow, Write } from './types'

type EditRow = Required<Omit<ConversationEdit, 'touched'>> & Record<'deletes' | 'moves' | 'touched', number>

/** What a message keeps from its first row on. */
const fixedColumns: readonly string[] = ['id', 'conversation_id', 'parent_id', 'role', 'created_at']

const values = (columns: readonly string[]) => columns.map(column => `@${column}`).join(', ')

function createStatements(connection: Database.Database): (statement: Statement) => number {
  const prepared = new Map<StatementName, Database.Statement<[Statement['values']]>>()
  return ({ name, values: parameters }) => {
    const found = prepared.get(name) ?? connection.prepare<[Statement['values']]>(statements[name])
    prepared.set(name, found)
    return found.run(parameters).changes
  }
}

function createSteps(connection: Database.Database): (step: Step) => number {
  // A group whose acknowledgement was lost is written again, so nothing here may fail or differ the second time.
  const begin = connection.prepare<[ConversationRow]>(
    `INSERT INTO conversation (${conversationColumns.join(', ')}, activity)
     VALUES (${values(conversationColumns)}, (SELECT COALESCE(MAX(activity), 0) + 1 FROM conversation))
     ON CONFLICT (id) DO NOTHING`,
  )
  const edit = connection.prepare<[EditRow]>(
    `UPDATE conversation SET
       title = CASE WHEN @title IS NULL OR (title_by = 'user' AND @title_by <> 'user') THEN title ELSE @title END,
       title_by = CASE WHEN @title IS NULL OR title_by = 'user' THEN title_by ELSE @title_by END,
       updated_at = COALESCE(@updated_at, updated_at), active_leaf_id = COALESCE(@active_leaf_id, active_leaf_id),
       deleted_at = CASE WHEN @deletes THEN @deleted_at ELSE deleted_at END,
       folder_id = CASE WHEN @moves THEN @folder_id ELSE folder_id END, pinned = COALESCE(@pinned, pinned),
       settings = CASE WHEN @settings IS NULL THEN settings ELSE json_patch(COALESCE(settings, '{}'), @settings) END,
       activity = CASE WHEN @touched THEN (SELECT MAX(activity) + 1 FROM conversation) ELSE activity END
     WHERE id = @id`,
  )
  const message = connection.prepare<[MessageRow]>(
    `INSERT INTO message (${messageColumns.join(', ')}) VALUES (${values(messageColumns)})
     ON CONFLICT (id) DO UPDATE SET ${messageColumns
       .filter(column => !fixedColumns.includes(column))
       .map(column => `${column} = @${column}`)
       .join(', ')}`,
  )
  const text = connection.prepare<[TextRow]>(
    `UPDATE message SET content = @content, reasoning = @reasoning, epoch = @epoch
     WHERE id = @id AND state = 'streaming' AND epoch <= @epoch`,
  )
  const purge = connection.prepare<[number]>('DELETE FROM conversation WHERE deleted_at <= ?')
  const others = createStatements(connection)
  const recall = createRecallSteps(connection)

  return step => {
    switch (step.kind) {
      case 'begin':
        return begin.run(step.row).changes
      case 'edit': {
        const { touched, deleted_at, folder_id, ...row } = step.edit
        return edit.run({
          ...row,
          deleted_at: deleted_at ?? null,
          deletes: deleted_at === undefined ? 0 : 1,
          folder_id: folder_id ?? null,
          moves: folder_id === undefined ? 0 : 1,
          touched: touched ? 1 : 0,
        }).changes
      }
      case 'message':
        return message.run(step.row).changes
      case 'text':
        return text.run(step.row).changes
      case 'purge':
        return purge.run(step.deletedBefore).changes
      case 'statement':
        return others(step.statement)
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
