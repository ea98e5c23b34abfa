import type Database from 'better-sqlite3'
import { type MessageRow, messageColumns } from './columns'
import type { AttachmentReader } from './kept/attachment-rows'
import { toMessages } from './rows'

/** Messages as they are sent to windows. */
export interface ShownPart {
  /** Null: it is several. */
  id: string | null
  /** Of one, or of several with commas between them. */
  json: string
}

/** Messages of a conversation that are shown with everything known about them. */
const newest = 500
/** So many are written into one text: each by itself costs as much as what is in it. */
const together = 500

const optional = (key: string, column: string, value: string) =>
  `CASE WHEN ${column} THEN concat(',"${key}":', ${value}) ELSE '' END`
const text = (key: string, column: string) => optional(key, `${column} IS NOT NULL`, `json_quote(${column})`)
/** What is no JSON is left out, as everywhere. */
const json = (key: string, column: string) => optional(key, `json_valid(${column})`, column)

/** As `toMessages` makes it, but for the route. SQLite writes it in a third of the time in which we would build and encode it. */
const encodedMessage = `concat('{"id":', json_quote(id), ',"conversationId":', json_quote(conversation_id),
  ',"parentId":', json_quote(parent_id), ',"role":', json_quote(role), ',"content":', json_quote(content),
  ',"state":', json_quote(state), ',"createdAt":', created_at,
  ${[
    text('reasoning', 'reasoning'),
    json('answeredBy', 'answered_by'),
    json('metrics', 'metrics'),
    json('error', 'error'),
    text('rating', 'rating'),
    json('escalation', 'escalation'),
    text('escalatedFrom', 'escalated_from'),
    text('limit', 'run_limit'),
    json('sources', 'sources'),
    json('steps', 'steps'),
  ].join(', ')}, '}')`

/**
 * Reads the messages of a conversation for showing them, in the order of writing. The route of all but the newest ones is left out: it
 * is most of it. Those in `apart` come each as a part of its own.
 */
export function createShownReader(connection: Database.Database, attachments: AttachmentReader) {
  const sequences = connection
    .prepare<[string], number>('SELECT sequence FROM message WHERE conversation_id = ? ORDER BY sequence')
    .pluck()
  const sequenceOf = connection.prepare<[string], number>('SELECT sequence FROM message WHERE id = ?').pluck()
  // Failovers of earlier versions lack what is there today, and attachments are elsewhere: those are read as usual.
  const encoded = connection
    .prepare<[{ id: string; from: number; to: number; hasAttachments: number }], [string | null, number]>(
      `SELECT group_concat(json, ','), COUNT(*) - COUNT(json) FROM (
         SELECT CASE WHEN failovers IS NULL
           AND NOT (@hasAttachments AND EXISTS (SELECT 1 FROM attachment WHERE message_id = message.id))
           THEN ${encodedMessage} END AS json
         FROM message WHERE conversation_id = @id AND sequence BETWEEN @from AND @to ORDER BY sequence)`,
    )
    .raw()
  const rows = connection.prepare<[string, number, number], MessageRow>(
    `SELECT ${messageColumns.join(', ')} FROM message
     WHERE conversation_id = ? AND sequence BETWEEN ? AND ? ORDER BY sequence`,
  )

  function eachApart(found: readonly MessageRow[], hasAttachments: boolean): ShownPart[] {
    return toMessages(found).map(message => {
      const given = hasAttachments && message.role === 'user' ? attachments.addToOne(message) : message
      return { id: message.id, json: JSON.stringify(given) }
    })
  }

  return (conversationId: string, apart: ReadonlySet<string>): ShownPart[] => {
    const all = sequences.all(conversationId)
    const hasAttachments = attachments.hasAny()
    const places = [...apart].flatMap(id => sequenceOf.get(id) ?? [])
    const parts: ShownPart[] = []
    for (let at = 0; at < all.length; ) {
      const isRecent = at >= all.length - newest
      const end = isRecent ? all.length : Math.min(at + together, all.length - newest)
      const from = all[at] ?? 0
      const to = all[end - 1] ?? from
      at = end
      const holdsOneApart = places.some(place => place >= from && place <= to)
      const [json = null, others = 0] =
        isRecent || holdsOneApart
          ? []
          : (encoded.get({ id: conversationId, from, to, hasAttachments: Number(hasAttachments) }) ?? [])
      if (json !== null && others === 0) {
        parts.push({ id: null, json })
        continue
      }
      const found = rows.all(conversationId, from, to)
      const shown = isRecent ? found : found.map(row => ({ ...row, route: null }))
      parts.push(...eachApart(shown, hasAttachments))
    }
    return parts
  }
}
