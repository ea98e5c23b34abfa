import type { Message } from '../../../shared/entities'
import { formatVersion, settled } from './own-format'
import type { ConversationSource, FileContent } from './types'

/** A multiple of three, so that base64 of the pieces is base64 of the whole. */
const dataPieceBytes = 98_304

/** JSON of a file with what is in it, an image piece by piece. */
function* fileJson(file: object, content: FileContent | null): Generator<string, void> {
  const { text = null, data = null } = content ?? {}
  yield `${JSON.stringify({ ...file, text }).slice(0, -1)},"data":`
  if (data === null) yield 'null}'
  else {
    yield '"'
    for (let offset = 0; offset < data.length; offset += dataPieceBytes) {
      yield Buffer.from(data.subarray(offset, offset + dataPieceBytes)).toString('base64')
    }
    yield '"}'
  }
}

function* messageJson(message: Message, source: ConversationSource): Generator<string, void> {
  const { conversationId: _conversation, attachments, ...rest } = settled(message)
  const json = JSON.stringify(rest)
  if (attachments === undefined) {
    yield json
    return
  }
  yield `${json.slice(0, -1)},"attachments":[`
  for (const [index, file] of attachments.entries()) {
    if (index > 0) yield ','
    yield* fileJson(file, source.file(file.id))
  }
  yield ']}'
}

/** One conversation at a time is in memory, and of it one file. @param now milliseconds since the epoch */
export function* writeJson(
  source: ConversationSource,
  ids: readonly string[],
  now: number,
): Generator<string, void> {
  const head = { format: 'harombe', version: formatVersion, exportedAt: new Date(now).toISOString() }
  yield `${JSON.stringify(head).slice(0, -1)},"conversations":[`
  for (const [index, id] of ids.entries()) {
    const { conversation, messages } = source.read(id)
    const { folderId, ...rest } = conversation
    const folder = folderId == null ? null : source.folderName(folderId)
    yield `${index === 0 ? '' : ','}\n${JSON.stringify({ ...rest, folder }).slice(0, -1)},"messages":[`
    for (const [number, message] of messages.entries()) {
      yield number === 0 ? '\n' : ',\n'
      yield* messageJson(message, source)
    }
    yield ']}'
  }
  yield '\n]}\n'
}
