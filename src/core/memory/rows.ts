import { z } from 'zod'
import {
  type AnsweredBy,
  answeredBy,
  answerMetrics,
  conversationSettings,
  escalation,
  failover,
  type Message,
  routeDecision,
  runLimit,
  runStep,
  source,
} from '../../shared/entities'
import { errorShape } from '../../shared/errors'
import type { ConversationRow, MessageRow } from './columns'
import type { ConversationRecord, MessageRecord } from './types'

export function toConversation(row: ConversationRow): ConversationRecord {
  return {
    id: row.id,
    title: row.title,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    activeLeafId: row.active_leaf_id,
    deletedAt: row.deleted_at,
    folderId: row.folder_id,
    pinned: row.pinned === 1,
    titleBy: row.title_by,
    chosen: parse(partialSettings, row.settings) ?? {},
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
    folder_id: record.folderId,
    pinned: record.pinned ? 1 : 0,
    title_by: record.titleBy,
    settings: Object.keys(record.chosen).length === 0 ? null : JSON.stringify(record.chosen),
  }
}

const failoverList = z.array(failover)
const stepList = z.array(runStep)
const sourceList = z.array(source)
const partialSettings = conversationSettings.partial()

type Parse = <T>(schema: z.ZodType<T>, text: string | null) => T | undefined

/** A JSON column that an older or a broken program wrote must not cost the message: only that field is left out. */
const parse: Parse = (schema, text) => {
  if (text === null) return undefined
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** Who answered is the same text in most rows of a conversation; parsing it once halves the time to open a long one. */
function createAnsweredByParser(): (text: string | null) => AnsweredBy | undefined {
  const known = new Map<string | null, AnsweredBy | undefined>()
  return text => {
    if (!known.has(text)) known.set(text, parse(answeredBy, text))
    return known.get(text)
  }
}

/** Built by assignment: with tens of thousands of messages, copies of objects are what takes the time. */
function createMessageReader(): (row: MessageRow) => Message {
  const parseAnsweredBy = createAnsweredByParser()
  return row => {
    const message: Message = {
      id: row.id,
      conversationId: row.conversation_id,
      parentId: row.parent_id,
      role: row.role,
      content: row.content,
      state: row.state,
      createdAt: row.created_at,
    }
    if (row.reasoning !== null) message.reasoning = row.reasoning
    const route = parse(routeDecision, row.route)
    if (route !== undefined) message.route = route
    const answered = parseAnsweredBy(row.answered_by)
    if (answered !== undefined) message.answeredBy = answered
    const metrics = parse(answerMetrics, row.metrics)
    if (metrics !== undefined) message.metrics = metrics
    const failovers = parse(failoverList, row.failovers)
    if (failovers !== undefined) message.failovers = failovers
    const error = parse(errorShape, row.error)
    if (error !== undefined) message.error = error
    if (row.rating !== null) message.rating = row.rating
    const escalated = parse(escalation, row.escalation)
    if (escalated !== undefined) message.escalation = escalated
    if (row.escalated_from !== null) message.escalatedFrom = row.escalated_from
    const limit = row.run_limit === null ? undefined : runLimit.safeParse(row.run_limit).data
    if (limit !== undefined) message.limit = limit
    const sources = parse(sourceList, row.sources)
    if (sources !== undefined) message.sources = sources
    const steps = parse(stepList, row.steps)
    if (steps !== undefined) message.steps = steps
    return message
  }
}

export function toMessages(rows: readonly MessageRow[]): Message[] {
  return rows.map(createMessageReader())
}

export function toRecord(row: MessageRow): MessageRecord {
  return { ...createMessageReader()(row), epoch: row.epoch }
}

/** The answer with a later text of the same or a later attempt, as the table would take it. */
export function withText(
  record: MessageRecord,
  { content, reasoning, epoch }: Pick<MessageRow, 'content' | 'reasoning' | 'epoch'>,
): MessageRecord {
  if (record.state !== 'streaming' || epoch < record.epoch) return record
  const { reasoning: _before, ...rest } = record
  return { ...rest, content, epoch, ...(reasoning === null ? {} : { reasoning }) }
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
    rating: record.rating ?? null,
    escalation: encoded(record.escalation),
    escalated_from: record.escalatedFrom ?? null,
    run_limit: record.limit ?? null,
    sources: encoded(record.sources),
    steps: encoded(record.steps),
  }
}

function encoded(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}
