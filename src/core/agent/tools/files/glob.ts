/** More alternatives in braces than anybody writes. */
const mostAlternatives = 64

/** `*.{ts,tsx}` as `*.ts` and `*.tsx`; braces within braces are taken as they stand. */
function alternatives(pattern: string): string[] {
  const open = pattern.indexOf('{')
  const close = pattern.indexOf('}', open)
  if (open === -1 || close === -1) return [pattern]
  const rest = alternatives(pattern.slice(close + 1))
  const found: string[] = []
  for (const choice of pattern.slice(open + 1, close).split(',')) {
    for (const tail of rest) {
      if (found.length === mostAlternatives) return found
      found.push(pattern.slice(0, open) + choice + tail)
    }
  }
  return found
}

/** `*` and `?` within one name, in time proportional to both lengths multiplied: no pattern can hold it up. */
function matchesName(pattern: string, name: string): boolean {
  let at = 0
  let star = -1
  let retry = 0
  let index = 0
  while (index < name.length) {
    if (at < pattern.length && pattern[at] === '*') {
      star = at++
      retry = index
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[index])) {
      at++
      index++
    } else if (star !== -1) {
      at = star + 1
      index = ++retry
    } else return false
  }
  while (pattern[at] === '*') at++
  return at === pattern.length
}

function matchesParts(pattern: readonly string[], parts: readonly string[]): boolean {
  // Row by row: which beginnings of the path does the pattern up to here match?
  let reached = [true, ...parts.map(() => false)]
  for (const piece of pattern) {
    const next = parts.map(() => false)
    const row = [false, ...next]
    for (let index = 0; index <= parts.length; index++) {
      if (piece === '**') row[index] = reached[index] === true || (index > 0 && row[index - 1] === true)
      else row[index] = index > 0 && reached[index - 1] === true && matchesName(piece, parts[index - 1] ?? '')
    }
    reached = row
  }
  return reached[parts.length] === true
}

/**
 * A test for paths with `/` from the folder that is searched. A pattern without `/` is one for names in whichever folder.
 * Letters are compared as they are.
 */
export function createGlob(pattern: string): (path: string) => boolean {
  const patterns = alternatives(pattern.replace(/^\.?\//, '')).map(each =>
    (each.includes('/') ? each : `**/${each}`).split('/'),
  )
  return path => {
    const parts = path.split('/')
    return patterns.some(each => matchesParts(each, parts))
  }
}
