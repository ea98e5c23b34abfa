const storageKey = 'harombe.chat.folders'
const most = 200

/** Which folders were left open; none where the browser keeps nothing or something else is there. */
export function readOpened(storage: Storage | null): ReadonlySet<string> {
  try {
    const value: unknown = JSON.parse(storage?.getItem(storageKey) ?? '[]')
    return new Set(Array.isArray(value) ? value.filter(id => typeof id === 'string').slice(0, most) : [])
  } catch {
    return new Set()
  }
}

export function writeOpened(storage: Storage | null, opened: ReadonlySet<string>): void {
  try {
    storage?.setItem(storageKey, JSON.stringify([...opened].slice(-most)))
  } catch {
    // It holds for this page then.
  }
}
