import type { Message } from '../../../shared/entities'

/** All messages of a conversation, every branch. */
export type MessageMap = ReadonlyMap<string, Message>

/** Creation order; ids decide between messages of the same millisecond so that the order never flips. */
const byCreation = (a: Message, b: Message) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)

/** The messages from the first to `leafId`. Damaged data (a missing parent, a loop) ends the path instead of hanging. */
export function activePath(messages: MessageMap, leafId: string | null): Message[] {
  const path: Message[] = []
  const seen = new Set<string>()
  let next = leafId === null ? undefined : messages.get(leafId)
  while (next !== undefined && !seen.has(next.id)) {
    seen.add(next.id)
    path.push(next)
    next = next.parentId === null ? undefined : messages.get(next.parentId)
  }
  return path.reverse()
}

/** Messages that share the parent and role of this one, itself included, oldest first. */
export function siblingsOf(messages: MessageMap, message: Message): Message[] {
  const siblings: Message[] = []
  for (const other of messages.values()) {
    if (other.parentId === message.parentId && other.role === message.role) siblings.push(other)
  }
  return siblings.sort(byCreation)
}

/** Sibling lists of a whole path in one pass over the messages, by message id. */
export function siblingsOfPath(
  messages: MessageMap,
  path: readonly Message[],
): ReadonlyMap<string, Message[]> {
  const key = (message: Message) => `${message.parentId ?? ''} ${message.role}`
  const groups = new Map<string, Message[]>(path.map(message => [key(message), []]))
  for (const message of messages.values()) groups.get(key(message))?.push(message)
  return new Map(path.map(message => [message.id, (groups.get(key(message)) ?? []).sort(byCreation)]))
}

/** The newest message at or below `id` that nothing follows: what is shown when that branch is chosen. */
export function latestLeafUnder(messages: MessageMap, id: string): string {
  const children = new Map<string, Message[]>()
  for (const message of messages.values()) {
    if (message.parentId === null) continue
    const siblings = children.get(message.parentId)
    if (siblings === undefined) children.set(message.parentId, [message])
    else siblings.push(message)
  }
  const seen = new Set<string>()
  let leaf = id
  while (!seen.has(leaf)) {
    seen.add(leaf)
    const newest = children.get(leaf)?.sort(byCreation).at(-1)
    if (newest !== undefined) leaf = newest.id
  }
  return leaf
}

/** A file may still be taken apart when its question is sent. */
const fileStates = ({ attachments = [] }: Message): string => attachments.map(({ state }) => state).join()

/** Whether nothing of it changed that can change once it is written. */
const isSame = (known: Message, message: Message): boolean =>
  known.state === message.state &&
  known.content === message.content &&
  known.rating === message.rating &&
  fileStates(known) === fileStates(message) &&
  known.escalation?.state === message.escalation?.state &&
  known.escalation?.answerId === message.escalation?.answerId

/**
 * Adds or replaces messages. A message that can no longer change keeps its object, so that components which show it are
 * skipped.
 */
export function mergeMessages(messages: MessageMap, incoming: readonly Message[]): MessageMap {
  const merged = new Map(messages)
  for (const message of incoming) {
    const known = merged.get(message.id)
    const settled = known !== undefined && known.state !== 'streaming'
    // A snapshot taken before the end may arrive after it: an answer never goes back to being written.
    const stale = settled && message.state === 'streaming'
    const same = settled && isSame(known, message)
    if (!stale && !same) merged.set(message.id, message)
  }
  return merged
}
