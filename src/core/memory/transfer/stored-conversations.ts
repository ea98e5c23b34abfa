import type Database from 'better-sqlite3'
import type { Attachment, Conversation, Message } from '../../../shared/entities'
import { hasCode } from '../../../shared/errors'
import type { AttachmentStore, FolderStore } from '../kept/types'
import { fromConversation, fromMessage } from '../rows'
import { withStorageErrors } from '../storage-fault'
import type { ConversationStore } from '../types'
import type { CommitQueue } from '../writing/commit-queue'
import type { Statement } from '../writing/statements'
import type { Step } from '../writing/types'
import { createTurns } from './turns'
import type { ConversationSink, ConversationSource, FileContent } from './types'

export interface TransferStores {
  connection: Database.Database
  queue: Pick<CommitQueue, 'add'>
  conversations: Pick<ConversationStore, 'list' | 'get'>
  folders: Pick<FolderStore, 'list' | 'create'>
  attachments: Pick<AttachmentStore, 'content'>
}

/** What one import may count for while it waits for the disk: it is written before the next one is read. */
const mostCharacters = 1_000_000

export function createConversationSource({
  conversations,
  folders,
  attachments,
}: Omit<TransferStores, 'connection' | 'queue'>): ConversationSource {
  return {
    ids: () => conversations.list().map(({ id }) => id),
    read: id => conversations.get(id),
    folderName: id => folders.list().find(folder => folder.id === id)?.name ?? null,
    file(id) {
      try {
        return attachments.content(id)
      } catch (error) {
        if (hasCode(error, 'NOT_FOUND')) return null
        throw error
      }
    },
  }
}

function statementsOf(message: Message, file: Attachment, { text, data }: FileContent): Statement[] {
  const { id } = file
  return [
    {
      name: 'addAttachment',
      values: {
        id,
        name: file.name.toWellFormed(),
        path: file.path?.toWellFormed() ?? null,
        kind: file.kind,
        media_type: file.mediaType,
        bytes: file.bytes,
        state: file.state,
        problem: file.problem ?? null,
        pages: file.pages ?? null,
        characters: file.characters ?? null,
        created_at: file.createdAt,
      },
    },
    { name: 'setAttachmentContent', values: { id, text: text?.toWellFormed() ?? null, data } },
    { name: 'sendAttachment', values: { id, message_id: message.id } },
  ]
}

const nothing: FileContent = { text: null, data: null }

async function stepsOf(
  conversation: Conversation,
  messages: readonly Message[],
  files: ReadonlyMap<string, FileContent>,
): Promise<Step[]> {
  const { settings, folderId = null, pinned = false, titleBy = 'user', ...rest } = conversation
  const record = { ...rest, folderId, pinned, titleBy, chosen: settings ?? {}, deletedAt: null }
  const turns = createTurns()
  const rows: Step[] = []
  const given: Statement[] = []
  for (const message of messages) {
    if (turns.isDue()) await turns.take()
    rows.push({ kind: 'message', row: fromMessage({ ...message, epoch: 0 }) })
    for (const file of message.attachments ?? []) {
      given.push(...statementsOf(message, file, files.get(file.id) ?? nothing))
    }
  }
  const { id, updatedAt } = conversation
  const place: Statement = { name: 'placeConversation', values: { id, updated_at: updatedAt } }
  const mark: Statement = { name: 'markBroughtIn', values: { id } }
  return [
    { kind: 'begin', row: fromConversation(record) },
    ...rows,
    ...[...given, place, mark].map((statement): Step => ({ kind: 'statement', statement })),
  ]
}

/** @param changed told of each conversation that was taken */
export function createConversationSink(
  { connection, queue, folders }: Omit<TransferStores, 'conversations' | 'attachments'>,
  changed: (conversationId: string) => void,
): ConversationSink {
  const conversation = connection
    .prepare<[string], number | null>('SELECT deleted_at FROM conversation WHERE id = ?')
    .pluck()
  const message = connection.prepare<[string], number>('SELECT 1 FROM message WHERE id = ?').pluck()
  const attachment = connection.prepare<[string], number>('SELECT 1 FROM attachment WHERE id = ?').pluck()
  return {
    find(id) {
      const deletedAt = withStorageErrors(() => conversation.get(id))
      if (deletedAt === undefined) return 'absent'
      return deletedAt === null ? 'present' : 'deleted'
    },
    hasMessage: id => withStorageErrors(() => message.get(id)) !== undefined,
    hasAttachment: id => withStorageErrors(() => attachment.get(id)) !== undefined,
    async folder(name) {
      const known = folders.list().find(folder => folder.name === name)
      return (known ?? (await folders.create(name))).id
    },
    async put(taken, messages, files) {
      const written = messages.reduce((sum, { content }) => sum + content.length, 0)
      const characters = Math.min(written, mostCharacters)
      await queue.add({ write: await stepsOf(taken, messages, files), policy: 'refuse', characters })
      changed(taken.id)
    },
  }
}
