import { z } from 'zod'
import {
  attachment,
  conversationTitle,
  fact,
  folder,
  identifier,
  importReport,
  memoryStatus,
  searchHit,
} from '../entities'
import { call, stream } from './define'

/** Base64 of at most 512 KiB: a frame of the contract holds 1 MiB. */
const uploadPart = z.base64().max(699_052)

export const searchQuery = z.object({
  query: z.string().min(1).max(500),
  /** both: by words first, then by meaning where an embedding model is served. */
  by: z.enum(['words', 'meaning', 'both']).default('words'),
  conversationId: identifier.optional(),
  folderId: identifier.optional(),
  limit: z.number().int().min(1).max(200).default(50),
})

export const keptContract = {
  status: call('chat', z.object({}), memoryStatus),
  /** Best first. */
  search: call('chat', searchQuery, z.array(searchHit)),

  listFolders: call('chat', z.object({}), z.array(folder)),
  createFolder: call('chat', z.object({ name: conversationTitle }), folder),
  renameFolder: call('chat', z.object({ id: identifier, name: conversationTitle }), folder),
  /** Its conversations stay, without a folder. Soft: `restoreFolder` undoes it, for its conversations too. */
  removeFolder: call('chat', z.object({ id: identifier }), z.null()),
  restoreFolder: call('chat', z.object({ id: identifier }), folder),

  listFacts: call('chat', z.object({}), z.array(fact)),
  addFact: call('chat', z.object({ text: fact.shape.text }), fact),
  updateFact: call('chat', z.object({ id: identifier, text: fact.shape.text }), fact),
  removeFact: call('chat', z.object({ id: identifier }), z.null()),
}

export const uploadContract = {
  /** A file comes in parts, in order; what is not finished within ten minutes is dropped. @throws PAYLOAD_TOO_LARGE */
  beginUpload: call(
    'chat',
    z.object({
      name: z.string().min(1).max(255),
      bytes: z
        .number()
        .int()
        .min(0)
        .max(64 * 1024 * 1024),
    }),
    z.object({ uploadId: identifier }),
  ),
  /** `offset`: bytes sent before. @throws CONFLICT when it is not the next part */
  appendUpload: call(
    'chat',
    z.object({ uploadId: identifier, offset: z.number().int().nonnegative(), data: uploadPart }),
    z.null(),
  ),
  /** Drops it. Idempotent. */
  cancelUpload: call('chat', z.object({ uploadId: identifier }), z.null()),
  /** Makes an attachment of it. @throws UNSUPPORTED_MEDIA_TYPE with what can be read instead */
  attachUpload: call(
    'chat',
    z.object({ uploadId: identifier, path: z.string().max(1024).optional() }),
    attachment,
  ),
  /** Now and whenever it changes, until it is ready or failed. */
  watchAttachment: stream('chat', z.object({ id: identifier }), attachment),
  /** Takes a file back that was not sent yet. Idempotent. */
  removeAttachment: call('chat', z.object({ id: identifier }), z.null()),
  /** An image as it was given, or the text that was read, in parts. */
  readAttachment: stream(
    'chat',
    z.object({ id: identifier }),
    z.object({ mediaType: z.string(), data: z.string() }),
  ),
}

export const transferContract = {
  /** `dryRun` only says what it would do. */
  importUpload: call(
    'chat',
    z.object({ uploadId: identifier, dryRun: z.boolean().default(false) }),
    importReport,
  ),
  /** A whole file in parts; without ids everything that is not deleted. */
  exportConversations: stream(
    'chat',
    z.object({ ids: z.array(identifier).max(10_000).optional(), format: z.enum(['markdown', 'json']) }),
    z.object({ text: z.string() }),
  ),
}

/** What is kept: folders, facts, files, and the way in and out. Conversations themselves are in `chat`. */
export const memoryContract = { ...keptContract, ...uploadContract, ...transferContract }
