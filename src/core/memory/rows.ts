import { z } from 'zod'
import { answeredBy, answerMetrics, failover, type Message, routeDecision } from '../../shared/entities'
import { errorShape } from '../../shared/errors'
import type { ConversationRecord, MessageRecord } from './types'

export interface ConversationRow {
  id: string
  title: string
  created_at: number
  updated_at: number
  active_leaf_id: string | null
  deleted_at: number | null
}

/** CHECK constraints and STRICT tables guarantee the closed unions and the types. */
export interface MessageRow {
  id: string
  conversation_id: string
  parent_id: string | null
  role: Message['role']
  state: Message['state']
  epoch: number
  created_at: number
  content: string
  reasoning: string | null
  route: string | null
  answered_by: string | null
  metrics: string | null
  failovers: string | null
  error: string | null
}

export function toConversation(row: ConversationRow): ConversationRecord {
  return {
    id: row.id,
    title: row.title,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    activeLeafId: row.active_leaf_id,
    deletedAt: row.deleted_at,
  }
}

export function fromConversation(record: ConversationRecord): ConversationRow {
  return {
    id: record.id,
    title: record.title,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    active_leaf_id: record.activeLeafId,
    deleted_at: record.deletedAt,
  }
}

const failoverList = z.array(failover)

/** A JSON column that an older or a broken program wrote must not cost the message: only that field is left out. */
function parsed<T>(schema: z.ZodType<T>, text: string | null): T | undefined {
  if (text === null) return undefined
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

export function toMessage(row: MessageRow): MessageRecord {
  const route = parsed(routeDecision, row.route)
  const answered = parsed(answeredBy, row.answered_by)
  const metrics = parsed(answerMetrics, row.metrics)
  const failovers = parsed(failoverList, row.failovers)
  const error = parsed(errorShape, row.error)
  return {
    id: row.id,
    conversationId: row.conversation_id,
    parentId: row.parent_id,
    role: row.role,
    content: row.content,
    ...(row.reasoning === null ? {} : { reasoning: row.reasoning }),
    state: row.state,
    createdAt: row.created_at,
    ...(route === undefined ? {} : { route }),
    ...(answered === undefined ? {} : { answeredBy: answered }),
    ...(metrics === undefined ? {} : { metrics }),
    ...(failovers === undefined ? {} : { failovers }),
    ...(error === undefined ? {} : { error }),
    epoch: row.epoch,
  }
}

export function fromMessage(record: MessageRecord): MessageRow {
  return {
    id: record.id,
    conversation_id: record.conversationId,
    parent_id: record.parentId,
    role: record.role,
    state: record.state,
    epoch: record.epoch,
    created_at: record.createdAt,
    // A lone surrogate half would be stored as something else than what was shown.
    content: record.content.toWellFormed(),
    reasoning: record.reasoning?.toWellFormed() ?? null,
    route: encoded(record.route),
    answered_by: encoded(record.answeredBy),
    metrics: encoded(record.metrics),
    failovers: encoded(record.failovers),
    error: encoded(record.error),
  }
}

function encoded(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}
