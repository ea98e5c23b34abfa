import type { Conversation } from '../../../shared/entities'

export interface ConversationGroup {
  label: 'Today' | 'This week' | 'Older'
  conversations: Conversation[]
}

const weekMs = 7 * 24 * 60 * 60 * 1000

function startOfDay(now: number): number {
  const day = new Date(now)
  day.setHours(0, 0, 0, 0)
  return day.getTime()
}

/** Groups a list that is newest first by when each was last used, in local days. Empty groups are left out. */
export function groupConversations(conversations: readonly Conversation[], now: number): ConversationGroup[] {
  const today = startOfDay(now)
  const week = startOfDay(now - weekMs + 1)
  const groups: ConversationGroup[] = [
    { label: 'Today', conversations: [] },
    { label: 'This week', conversations: [] },
    { label: 'Older', conversations: [] },
  ]
  for (const conversation of conversations) {
    const { updatedAt } = conversation
    const index = updatedAt >= today ? 0 : updatedAt >= week ? 1 : 2
    groups[index]?.conversations.push(conversation)
  }
  return groups.filter(group => group.conversations.length > 0)
}
