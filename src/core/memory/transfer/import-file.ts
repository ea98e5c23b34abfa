import type { Conversation, ImportReport, Message } from '../../../shared/entities'
import { isHarombeError } from '../../../shared/errors'
import { readChatGptEntry } from './chatgpt/convert'
import { checkHead, readOwnEntry } from './own-format'
import { splitDocument } from './split-document'
import { stableId } from './stable-id'
import { createTurns, type Turns } from './turns'
import type { ConversationSink, FileContent, TransferredConversation } from './types'
import { documentsOf } from './unpack'

const maxProblems = 50
const maxProblemCharacters = 300

export interface ImportOptions {
  sink: ConversationSink
  dryRun: boolean
  /** Milliseconds since the epoch, for what tells no time. */
  now: number
  signal: AbortSignal
}

/** Ids that other conversations have already are made anew, the same every time: nothing that is there may be written over. */
async function withOwnIds(
  { conversation, messages, files }: TransferredConversation,
  folderId: string | null,
  sink: ConversationSink,
  turns: Turns,
) {
  const seed = (id: string) => `${conversation.id}/${id}`
  const messageIds = new Map<string, string>()
  for (const { id } of messages) {
    if (turns.isDue()) await turns.take()
    messageIds.set(id, sink.hasMessage(id) ? stableId(null, seed(id)) : id)
  }
  const own = (id: string) => messageIds.get(id) ?? id
  const fileIds = new Map(
    [...files.keys()].map(id => [id, sink.hasAttachment(id) ? stableId(null, seed(id)) : id]),
  )
  const ownFiles = new Map<string, FileContent>()
  for (const [id, content] of files) ownFiles.set(fileIds.get(id) ?? id, content)
  const moved: Conversation = {
    ...conversation,
    folderId,
    activeLeafId: conversation.activeLeafId === null ? null : own(conversation.activeLeafId),
  }
  const taken = messages.map(
    (message): Message => ({
      ...message,
      id: own(message.id),
      parentId: message.parentId === null ? null : own(message.parentId),
      ...(message.escalatedFrom === undefined ? {} : { escalatedFrom: own(message.escalatedFrom) }),
      ...(message.attachments === undefined
        ? {}
        : {
            attachments: message.attachments.map(file => ({ ...file, id: fileIds.get(file.id) ?? file.id })),
          }),
    }),
  )
  return { moved, taken, ownFiles }
}

function createReport(dryRun: boolean) {
  const report: ImportReport = { format: 'harombe', conversations: 0, messages: 0, skipped: 0, problems: [] }
  /** Of this file, whether it was written or only read. */
  const seen = new Set<string>()
  return {
    report,
    problem(text: string) {
      if (report.problems.length < maxProblems) report.problems.push(text.slice(0, maxProblemCharacters))
    },
    async take(read: TransferredConversation, sink: ConversationSink, turns: Turns): Promise<void> {
      const { id, title } = read.conversation
      const state = seen.has(id) ? 'present' : sink.find(id)
      seen.add(id)
      if (state !== 'absent') {
        report.skipped += 1
        if (state === 'deleted') this.problem(`“${title}” is here, but was deleted; it was left so.`)
        return
      }
      report.conversations += 1
      report.messages += read.messages.length
      if (dryRun) return
      const folderId = read.folder === null ? null : await sink.folder(read.folder)
      const { moved, taken, ownFiles } = await withOwnIds(read, folderId, sink, turns)
      await sink.put(moved, taken, ownFiles)
    },
  }
}

async function* textsOf(document: AsyncIterable<Uint8Array>) {
  let format: ImportReport['format'] = 'chatgpt'
  for await (const part of splitDocument(document)) {
    if (part.kind === 'element') yield { format, text: part.text }
    else if (part.text !== null) {
      checkHead(part.text)
      format = 'harombe'
    }
  }
}

/**
 * Takes conversations out of an export of harombe or of ChatGPT (conversations.json, or the zip) one by one; those that are there
 * are left as they are, so a second time does nothing. What cannot be read is told of and left out.
 * @throws HarombeError BAD_REQUEST when it is neither, NOT_SUPPORTED for a newer format, STORAGE_FAILED; conversations taken before stay
 */
export async function importFile(bytes: Uint8Array, options: ImportOptions): Promise<ImportReport> {
  const { sink, dryRun, now, signal } = options
  const book = createReport(dryRun)
  const { report } = book
  const turns = createTurns()
  let elements = 0
  try {
    for await (const document of documentsOf(bytes)) {
      for await (const { format, text } of textsOf(document)) {
        signal.throwIfAborted()
        elements += 1
        report.format = format
        const { conversation, problems } =
          format === 'harombe' ? await readOwnEntry(text, turns) : await readChatGptEntry(text, now, turns)
        for (const problem of problems) book.problem(problem)
        if (conversation !== null) await book.take(conversation, sink, turns)
      }
    }
  } catch (error) {
    // A file that breaks off is worth what came before.
    if (!isHarombeError(error) || error.code !== 'BAD_REQUEST' || elements === 0) throw error
    book.problem(error.message)
  }
  return report
}
