import type Database from 'better-sqlite3'
import type { Attachment } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import { withStorageErrors } from '../storage-fault'
import type { StoreOptions } from '../types'
import type { Statement } from '../writing/statements'
import {
  type AttachmentRow,
  attachmentColumns,
  createAttachmentReader,
  toAttachment,
} from './attachment-rows'
import type { RunStatements } from './run-statements'
import type { AttachmentContent, AttachmentStore } from './types'

const dayMs = 86_400_000

export function createAttachmentStore(
  connection: Database.Database,
  run: RunStatements,
  { now }: Pick<StoreOptions, 'now'>,
): AttachmentStore {
  const read = createAttachmentReader(connection)
  const content = connection.prepare<[string], AttachmentContent>(
    'SELECT text, data FROM attachment_content WHERE attachment_id = ?',
  )
  const beginning = connection
    .prepare<[number, string], string | null>(
      'SELECT substr(text, 1, ?) FROM attachment_content WHERE attachment_id = ?',
    )
    .pluck()
  const unread = connection.prepare<[], AttachmentRow>(
    `SELECT ${attachmentColumns} FROM attachment a WHERE a.state = 'reading' ORDER BY a.rowid`,
  )
  const get: AttachmentStore['get'] = id => {
    const found = withStorageErrors(() => read.one(id))
    if (found === undefined) throw new HarombeError('NOT_FOUND', 'There is no such file.')
    return found
  }

  return {
    async add(attachment, given) {
      await run({ name: 'addAttachment', values: toRow(attachment) }, withContent(attachment.id, given))
    },
    get,
    content(id) {
      get(id)
      return withStorageErrors(() => content.get(id)) ?? { text: null, data: null }
    },
    beginning(id, characters) {
      get(id)
      return withStorageErrors(() => beginning.get(characters, id)) ?? null
    },
    async finish(id, { state, problem = null, pages = null, characters = null }, given) {
      const update: Statement = {
        name: 'updateAttachment',
        values: { id, state, problem, pages, characters },
      }
      await run(...(given === undefined ? [update] : [withContent(id, given), update]))
    },
    unread: () => withStorageErrors(() => unread.all()).map(toAttachment),
    ofConversation: conversationId => withStorageErrors(() => read.ofConversation(conversationId)),
    async remove(id) {
      await run({ name: 'removeAttachment', values: { id } })
    },
    removeUnsent: olderThanDays =>
      run({ name: 'removeUnsent', values: { before: now() - olderThanDays * dayMs } }),
  }
}

function withContent(id: string, { text, data }: AttachmentContent): Statement {
  return { name: 'setAttachmentContent', values: { id, text: text?.toWellFormed() ?? null, data } }
}

function toRow(attachment: Attachment): Statement['values'] {
  return {
    id: attachment.id,
    name: attachment.name.toWellFormed(),
    path: attachment.path?.toWellFormed() ?? null,
    kind: attachment.kind,
    media_type: attachment.mediaType,
    bytes: attachment.bytes,
    state: attachment.state,
    problem: attachment.problem ?? null,
    pages: attachment.pages ?? null,
    characters: attachment.characters ?? null,
    created_at: attachment.createdAt,
  }
}
