import { z } from 'zod'
import { conversationTitle, identifier, timestamp } from './common'

/** Where conversations are put together by hand. */
export const folder = z.object({ id: identifier, name: conversationTitle, createdAt: timestamp })
export type Folder = z.infer<typeof folder>

/** Something that is always told to the model, because the user wants it to be. */
export const fact = z.object({
  id: identifier,
  text: z.string().trim().min(1, 'Write what is to be remembered.').max(1000),
  createdAt: timestamp,
})
export type Fact = z.infer<typeof fact>

/** What may be done and used in one chat. */
export const conversationSettings = z.object({
  /** Tools are offered to the model. */
  tools: z.boolean(),
  /** What other conversations said may be looked up for an answer. */
  memory: z.boolean(),
  /** What is in attached files may be. */
  files: z.boolean(),
  facts: z.boolean(),
})
export type ConversationSettings = z.infer<typeof conversationSettings>

export const attachmentKind = z.enum(['text', 'markdown', 'code', 'pdf', 'image'])
export type AttachmentKind = z.infer<typeof attachmentKind>

/** A file that was given with a question. reading: it is being taken apart and can be sent already. */
export const attachment = z.object({
  id: identifier,
  name: z.string().min(1).max(255),
  /** Within the folder that was given; absent for a single file. */
  path: z.string().max(1024).optional(),
  kind: attachmentKind,
  mediaType: z.string(),
  bytes: z.number().int().nonnegative(),
  state: z.enum(['reading', 'ready', 'failed']),
  /** Why it could not be read, with what to do. */
  problem: z.string().optional(),
  pages: z.number().int().positive().optional(),
  characters: z.number().int().nonnegative().optional(),
  createdAt: timestamp,
})
export type Attachment = z.infer<typeof attachment>

/** Text around what was found, in parts, those that matched told apart. */
export const snippet = z.array(z.object({ text: z.string(), isMatch: z.boolean() }))
export type Snippet = z.infer<typeof snippet>

export const searchHit = z.object({
  conversationId: identifier,
  conversationTitle: z.string(),
  /** Null: it is the title that matches. */
  messageId: identifier.nullable(),
  role: z.enum(['system', 'user', 'assistant']).nullable(),
  createdAt: timestamp,
  snippet: snippet,
  /** words: it holds them; meaning: it is about the same. */
  by: z.enum(['words', 'meaning']),
  /** Similarity, 0 to 1; with `meaning`. */
  score: z.number().optional(),
})
export type SearchHit = z.infer<typeof searchHit>

/** How far the conversations can be searched by meaning. */
export const memoryStatus = z.object({
  conversations: z.number().int().nonnegative(),
  messages: z.number().int().nonnegative(),
  attachments: z.number().int().nonnegative(),
  /** Size of the file, bytes. */
  bytes: z.number().int().nonnegative(),
  embedding: z.object({
    /** Null: no node serves an embedding model. */
    model: z.string().nullable(),
    indexed: z.number().int().nonnegative(),
    pending: z.number().int().nonnegative(),
    problem: z.string().nullable(),
  }),
})
export type MemoryStatus = z.infer<typeof memoryStatus>

/** What an import did, or would do. */
export const importReport = z.object({
  format: z.enum(['harombe', 'chatgpt']),
  conversations: z.number().int().nonnegative(),
  messages: z.number().int().nonnegative(),
  /** There already, by their ids, and left as they are. */
  skipped: z.number().int().nonnegative(),
  /** What could not be taken over, in words; at most 50. */
  problems: z.array(z.string()),
})
export type ImportReport = z.infer<typeof importReport>
