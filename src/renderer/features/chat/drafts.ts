/** What is typed but not sent, per conversation; survives a reload. `null` is the new chat. */
export interface Drafts {
  read(conversationId: string | null): string
  write(conversationId: string | null, text: string): void
}

const maximumLength = 200_000
const keyOf = (conversationId: string | null) => `harombe.draft.${conversationId ?? 'new'}`

/** `storage` may be full, blocked or null: then drafts live as long as the page. */
export function createDrafts(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null): Drafts {
  const kept = new Map<string, string>()
  return {
    read(conversationId) {
      const key = keyOf(conversationId)
      const own = kept.get(key)
      if (own !== undefined) return own
      try {
        return storage?.getItem(key) ?? ''
      } catch {
        return ''
      }
    },
    write(conversationId, text) {
      const key = keyOf(conversationId)
      kept.set(key, text)
      try {
        if (text === '') storage?.removeItem(key)
        else storage?.setItem(key, text.slice(0, maximumLength))
      } catch {
        // Kept in memory above.
      }
    },
  }
}
