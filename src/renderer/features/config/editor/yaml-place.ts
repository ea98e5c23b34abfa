/** Keys and indexes down to a place; an index is always 0, since the schema says the same of every entry. */
export type PlacePath = readonly (string | 0)[]

export interface YamlPlace {
  /** Of the map or list entry the cursor is in, for a key; of the value itself, for a value. */
  path: PlacePath
  kind: 'key' | 'value'
  /** Where the word at the cursor begins, and what of it stands before the cursor. */
  from: number
  typed: string
  /** Keys that are there already, for a key. */
  siblings: ReadonlySet<string>
  /** Column from 0 at which the key begins. */
  column: number
}

interface ReadLine {
  /** Columns of the dashes that begin the line. */
  dashes: readonly number[]
  /** Where what follows indentation and dashes begins. */
  column: number
  /** Null when no key stands there. */
  key: string | null
  /** What follows `key:`, or all there is; without a comment behind it. */
  value: string
  valueColumn: number
}

const linePattern =
  /^(\s*)((?:-(?:\s+|$))*)(?:("(?:[^"\\]|\\.)*"|'[^']*'|[^\s#:"'[\]{}-][^#:]*?)\s*:(?=\s|$)\s*)?(.*)$/

function readLine(line: string): ReadLine {
  const [, indent = '', dashes = '', key, rest = ''] = linePattern.exec(line) ?? []
  const column = indent.length + dashes.length
  return {
    dashes: [...dashes.matchAll(/-/g)].map(({ index }) => indent.length + index),
    column,
    key: key === undefined ? null : key.replace(/^(["'])(.*)\1$/, '$2'),
    value: rest.replace(/(^|\s)#.*$/, '').trim(),
    valueColumn: line.length - rest.length,
  }
}

const isBlank = (line: string) => /^\s*(#|$)/.test(line)

/**
 * Where the cursor is, read off indentation alone, so that it works while the text is no YAML. Null within comments, strings
 * over several lines and collections in braces.
 */
export function yamlPlace(text: string, offset: number): YamlPlace | null {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const before = text.slice(lineStart, offset)
  if (/(^|\s)#/.test(before.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, ''))) return null
  const line = readLine(before)
  const above = text.slice(0, lineStart).split('\n').slice(0, -1)
  const around = enclosing(above, line)
  if (around === null) return null
  const { path, siblings } = around
  if (line.key === null) {
    // `- ` alone, or a word that has no colon yet.
    const typed = before.slice(line.column)
    if (/[\s{[]/.test(typed)) return null
    return {
      path,
      kind: 'key',
      from: lineStart + line.column,
      typed,
      siblings: siblings(text, offset),
      column: line.column,
    }
  }
  const valuePath = [...path, line.key]
  const value = before.slice(line.valueColumn)
  const inList = /^\[(?:.*,)?\s*([^,\]]*)$/.exec(value)
  if (inList !== null) {
    const typed = inList[1] ?? ''
    return {
      path: [...valuePath, 0],
      kind: 'value',
      from: offset - typed.length,
      typed,
      siblings: new Set(),
      column: line.column,
    }
  }
  if (/^[{[|>&*!]/.test(value)) return null
  return {
    path: valuePath,
    kind: 'value',
    from: lineStart + line.valueColumn,
    typed: value,
    siblings: new Set(),
    column: line.column,
  }
}

interface Enclosing {
  path: PlacePath
  siblings(text: string, offset: number): ReadonlySet<string>
}

/** Goes up from a line to what it belongs to. */
function enclosing(above: readonly string[], line: ReadLine): Enclosing | null {
  const path: (string | 0)[] = []
  let limit = line.column
  const enter = (dashes: readonly number[]) => {
    for (const dash of dashes.toReversed()) {
      path.unshift(0)
      limit = dash
    }
  }
  enter(line.dashes)
  for (const text of above.toReversed()) {
    if (limit === 0 && path[0] !== 0) break
    if (isBlank(text)) continue
    const upper = readLine(text)
    const inner = upper.dashes.filter(dash => dash < limit)
    // A list may stand as far out as the key it belongs to.
    const isOutside =
      upper.column < limit || (upper.column === limit && path[0] === 0 && upper.dashes.length === 0)
    if (upper.key !== null && isOutside) {
      if (upper.value !== '' && !/^[&!]\S*$/.test(upper.value)) return null
      path.unshift(upper.key)
      limit = upper.column
      enter(inner)
    } else if (upper.column === limit && inner.length > 0 && path[0] !== 0) enter(inner)
    else if (upper.column < limit && upper.key === null && upper.dashes.length === 0) return null
  }
  return { path, siblings: (text, offset) => siblingKeys(text, offset, line.column) }
}

/** Keys at this column above and below, as far as the same map goes. */
function siblingKeys(text: string, offset: number, column: number): ReadonlySet<string> {
  const lines = text.split('\n')
  const at = text.slice(0, offset).split('\n').length - 1
  const found = new Set<string>()
  const own = readLine(lines[at] ?? '')
  const look = (index: number): 'on' | 'last' | 'end' => {
    const line = lines[index] ?? ''
    if (isBlank(line)) return 'on'
    const read = readLine(line)
    const [first] = read.dashes
    const isEntry = first !== undefined && first < column
    if (read.column < column || (isEntry && read.column !== column)) return 'end'
    if (read.column === column && read.key !== null) found.add(read.key)
    return isEntry ? 'last' : 'on'
  }
  if (own.dashes.length === 0) {
    for (let index = at - 1; index >= 0; index -= 1) {
      const step = look(index)
      if (step !== 'on') break
    }
  }
  for (let index = at + 1; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (!isBlank(line) && readLine(line).dashes.length > 0 && (readLine(line).dashes[0] ?? 0) < column) break
    if (look(index) !== 'on') break
  }
  return found
}

/** The key on this line and the path to it, for what is pointed at; null where there is none. */
export function keyAt(text: string, offset: number): { path: PlacePath; from: number; to: number } | null {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  const line = text.slice(lineStart, end === -1 ? text.length : end)
  if (isBlank(line)) return null
  const read = readLine(line)
  if (read.key === null || offset < lineStart + read.column) return null
  const above = text.slice(0, lineStart).split('\n').slice(0, -1)
  const around = enclosing(above, read)
  if (around === null) return null
  const valueEnd = lineStart + line.replace(/\s#.*$/, '').trimEnd().length
  if (offset > valueEnd) return null
  return { path: [...around.path, read.key], from: lineStart + read.column, to: valueEnd }
}
