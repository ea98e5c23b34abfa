import { isRecord } from '../../../../shared/record'

/** A draft that was not written yet, as it outlives the page. */
export interface SavedDraft {
  /** Of the file it is a draft of. */
  path: string
  base: { text: string; digest: string | null }
  text: string
}

export interface DraftMemory {
  read(path: string): SavedDraft | null
  write(draft: SavedDraft): void
  clear(): void
}

const key = 'harombe.config.draft'

/** `storage` may be full, blocked or null: then a draft lives as long as the page. */
export function createDraftMemory(
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null,
): DraftMemory {
  return {
    read(path) {
      try {
        const draft = parse(storage?.getItem(key) ?? null)
        return draft?.path === path ? draft : null
      } catch {
        return null
      }
    },
    write(draft) {
      try {
        storage?.setItem(key, JSON.stringify(draft))
      } catch {
        // The page still has it.
      }
    },
    clear() {
      try {
        storage?.removeItem(key)
      } catch {
        // Nothing was kept either.
      }
    },
  }
}

function parse(text: string | null): SavedDraft | null {
  const value: unknown = text === null ? null : JSON.parse(text)
  if (!isRecord(value) || !isRecord(value.base)) return null
  const { path, text: draft } = value
  const { text: base, digest } = value.base
  if (typeof path !== 'string' || typeof draft !== 'string' || typeof base !== 'string') return null
  return { path, text: draft, base: { text: base, digest: typeof digest === 'string' ? digest : null } }
}
