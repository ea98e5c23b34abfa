import type { Conversation } from '../../../shared/entities'

export interface ConversationGroup {
  label: 'today' | 'week' | 'older'
  conversations: Conversation[]
}

/** By calendar, not by multiples of 24 hours: days have 23 or 25 when clocks change. */
function startOfDay(now: number, daysAgo: number): number {
  const day = new Date(now)
  day.setHours(0, 0, 0, 0)
  day.setDate(day.getDate() - daysAgo)
  return day.getTime()
}

/** Groups a list that is newest first by when each was last used, in local days. Empty groups are left out. */
export function groupConversations(conversations: readonly Conversation[], now: number): ConversationGroup[] {
  const today = startOfDay(now, 0)
  const week = startOfDay(now, 6)
  const groups: ConversationGroup[] = [
    { label: 'today', conversations: [] },
    { label: 'week', conversations: [] },
    { label: 'older', conversations: [] },
  ]
  for (const conversation of conversations) {
    const { updatedAt } = conversation
    const index = updatedAt >= today ? 0 : updatedAt >= week ? 1 : 2
    groups[index]?.conversations.push(conversation)
  }
  return groups.filter(group => group.conversations.length > 0)
}
