const storageKey = 'harombe.chat.unsent'
/** More places than anybody leaves files in; one place holds as many as a question takes. */
const mostPlaces = 20
const mostFiles = 200

/** A file that was attached and not sent, as it outlives the page. */
export interface UnsentFile {
  /** As the coordinator knows it; absent where it had not arrived. */
  id?: string
  name: string
  path?: string
  bytes: number
}

/** By conversation; the new chat has the key ''. */
export type UnsentFiles = Readonly<Record<string, readonly UnsentFile[]>>

function readFile(value: unknown): UnsentFile[] {
  if (typeof value !== 'object' || value === null) return []
  if (!('name' in value) || typeof value.name !== 'string') return []
  return [
    {
      name: value.name,
      bytes: 'bytes' in value && typeof value.bytes === 'number' ? value.bytes : 0,
      ...('id' in value && typeof value.id === 'string' ? { id: value.id } : {}),
      ...('path' in value && typeof value.path === 'string' ? { path: value.path } : {}),
    },
  ]
}

/** Nothing where the browser keeps nothing or something else is there. */
export function readUnsent(storage: Pick<Storage, 'getItem'> | null): UnsentFiles {
  try {
    const value: unknown = JSON.parse(storage?.getItem(storageKey) ?? '{}')
    if (typeof value !== 'object' || value === null) return {}
    const places = Object.entries(value).slice(0, mostPlaces)
    return Object.fromEntries(
      places.flatMap(([place, files]) =>
        Array.isArray(files) ? [[place, files.slice(0, mostFiles).flatMap(readFile)]] : [],
      ),
    )
  } catch {
    return {}
  }
}

export function writeUnsent(
  storage: Pick<Storage, 'setItem' | 'removeItem'> | null,
  files: UnsentFiles,
): void {
  try {
    // The latest places are the last.
    const places = Object.entries(files).slice(-mostPlaces)
    if (places.length === 0) storage?.removeItem(storageKey)
    else storage?.setItem(storageKey, JSON.stringify(Object.fromEntries(places)))
  } catch {
    // They are there as long as this page is.
  }
}
