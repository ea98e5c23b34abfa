const key = 'harombe.chat.dismissed'

/** Older ones are forgotten: their offers stand far above anything that is read. */
const most = 200

/** Answers whose offer of a larger node was waved away in this browser, oldest first. */
export function readDismissed(storage: Pick<Storage, 'getItem'> | null): ReadonlySet<string> {
  try {
    const value: unknown = JSON.parse(storage?.getItem(key) ?? '[]')
    return new Set(Array.isArray(value) ? value.filter(id => typeof id === 'string') : [])
  } catch {
    return new Set()
  }
}

export function writeDismissed(
  storage: Pick<Storage, 'setItem'> | null,
  dismissed: ReadonlySet<string>,
): void {
  try {
    storage?.setItem(key, JSON.stringify([...dismissed].slice(-most)))
  } catch {
    // It holds for this page then.
  }
}
