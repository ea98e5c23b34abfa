import type { Conversation, Folder } from '../../../../shared/entities'
import { type ConversationGroup, groupConversations } from '../group-conversations'

export interface FolderWithChats {
  folder: Folder
  conversations: Conversation[]
}

export interface ArrangedChats {
  pinned: Conversation[]
  /** By name. */
  folders: FolderWithChats[]
  /** Those that are in no folder. */
  groups: ConversationGroup[]
  /** How many of them are not in `groups`, as more than `most` are there. */
  hidden: number
}

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

export const byName = (folders: readonly Folder[]): Folder[] =>
  folders.toSorted((a, b) => names.compare(a.name, b.name))

/**
 * Where each chat stands: a pinned one on top and nowhere else, one in a folder there, all others by time. A folder that is not
 * known (yet) holds nothing, or its chats would be nowhere. @param conversations newest first @param most of those by time
 */
export function arrangeChats(
  conversations: readonly Conversation[],
  folders: readonly Folder[],
  now: number,
  most: number,
): ArrangedChats {
  const held = new Map<string, FolderWithChats>(
    byName(folders).map(folder => [folder.id, { folder, conversations: [] }]),
  )
  const pinned: Conversation[] = []
  const loose: Conversation[] = []
  for (const conversation of conversations) {
    const folder = conversation.folderId == null ? undefined : held.get(conversation.folderId)
    if (conversation.pinned === true) pinned.push(conversation)
    else if (folder !== undefined) folder.conversations.push(conversation)
    else loose.push(conversation)
  }
  return {
    pinned,
    folders: [...held.values()],
    groups: groupConversations(loose.slice(0, most), now),
    hidden: Math.max(0, loose.length - most),
  }
}
