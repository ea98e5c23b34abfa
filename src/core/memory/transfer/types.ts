import type { Conversation, Message } from '../../../shared/entities'

/** What is in an attached file: the bytes of an image, the text that was read of all others, or both. */
export interface FileContent {
  text: string | null
  data: Uint8Array | null
}

/** A conversation on its way out of one harombe and into another: all branches, parents before their children. */
export interface TransferredConversation {
  /** Without its folder, whose id means nothing elsewhere. */
  conversation: Omit<Conversation, 'folderId'>
  /** Name of its folder; null: in none. */
  folder: string | null
  messages: readonly Message[]
  /** By the id of the attachment. */
  files: ReadonlyMap<string, FileContent>
}

/** Where exports come from. */
export interface ConversationSource {
  /** All that are not deleted, newest first. */
  ids(): string[]
  /** @throws HarombeError NOT_FOUND */
  read(id: string): { conversation: Conversation; messages: readonly Message[] }
  /** Null for a folder that is gone. */
  folderName(id: string): string | null
  /** Null when it is not kept. */
  file(attachmentId: string): FileContent | null
}

/** Where imports go. */
export interface ConversationSink {
  /** deleted: it can still be restored. */
  find(conversationId: string): 'absent' | 'present' | 'deleted'
  /** A message of this id is there, in whichever conversation. */
  hasMessage(id: string): boolean
  hasAttachment(id: string): boolean
  /** The id of the folder of this name, made where there is none. */
  folder(name: string): Promise<string>
  /** All of it or nothing. @throws HarombeError STORAGE_FAILED */
  put(
    conversation: Conversation,
    messages: readonly Message[],
    files: ReadonlyMap<string, FileContent>,
  ): Promise<void>
}

/** What one entry of a file came to: a conversation with remarks, or why there is none. */
export interface ReadEntry {
  conversation: TransferredConversation | null
  problems: readonly string[]
}
