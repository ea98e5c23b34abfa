import type { ConfigPath } from './form-action'

/** Values of plain data by path. What is changed is copied along the path; the rest is shared. */

export function valueIn(data: unknown, path: ConfigPath): unknown {
  let value = data
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = Reflect.get(value, key)
  }
  return value
}

/** Maps on the way are made; `undefined` takes the key or entry out. */
export function withValue(data: unknown, path: ConfigPath, value: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (Array.isArray(data)) {
    const index = Number(key)
    const items: unknown[] = [...data]
    if (rest.length === 0 && value === undefined) items.splice(index, 1)
    else items[index] = withValue(items[index], rest, value)
    return items
  }
  const map: Record<string, unknown> = typeof data === 'object' && data !== null ? { ...data } : {}
  const inner = withValue(map[key], rest, value)
  if (inner === undefined) delete map[key]
  else map[key] = inner
  return map
}

/** Without what means nothing: keys without a value, empty maps and lists. Null where nothing is left. */
export function meaningOf(data: unknown): unknown {
  if (Array.isArray(data)) return data.length === 0 ? null : data.map(meaningOf)
  if (typeof data !== 'object' || data === null) return data ?? null
  const entries = Object.entries(data).map(([key, value]) => [key, meaningOf(value)] as const)
  const filled = entries.filter(([, value]) => value !== null)
  return filled.length === 0 ? null : Object.fromEntries(filled)
}

/** Where two meanings differ, as far down as both have a map, or lists of the same length. */
export function differencesOf(a: unknown, b: unknown, path: ConfigPath = []): ConfigPath[] {
  if (Object.is(a, b)) return []
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return [path]
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return [path]
    return a.flatMap((item, index) => differencesOf(item, b[index], [...path, index]))
  }
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].flatMap(key => differencesOf(valueIn(a, [key]), valueIn(b, [key]), [...path, key]))
}
