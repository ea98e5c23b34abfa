/**
 * A piece of Markdown that is complete, or a line of code of a block that goes on. item: one of a list, with all that belongs
 * to it.
 */
export type Block =
  | { kind: 'text'; source: string }
  | { kind: 'item'; source: string }
  | { kind: 'codeStart'; language: string }
  | { kind: 'codeLine'; text: string }
  | { kind: 'codeEnd' }

type Open =
  | { kind: 'text'; lines: string[] }
  | { kind: 'item'; lines: string[]; indent: number; fence: string | null; afterBlank: boolean }
  | { kind: 'code'; fence: string; indent: number }

const fenceLine = /^( {0,3})(`{3,}|~{3,})\s*([^\s`]*)[^`]*$/
const itemLine = /^( {0,3})(?:[-*+]|\d{1,9}[.)])(?:\s+|$)/
const heading = /^ {0,3}#{1,6}(?:\s|$)/
const rule = /^ {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$/
const isBlank = (line: string) => line.trim() === ''
/** A paragraph that is longer is shown in parts: nobody waits that long for a sentence. */
const maxCharacters = 20_000

function closes(line: string, fence: string): boolean {
  const text = line.trim()
  return text.length >= fence.length && text === (fence[0] ?? '').repeat(text.length)
}

/** How far in a line begins, in columns. */
const indentOf = (line: string) => line.length - line.trimStart().length

/**
 * Cuts Markdown that is being written into blocks as they end. Nothing that was given out changes by what comes after; lines of code
 * are given out one by one, since nothing changes them either.
 */
export function createBlockReader() {
  let partial = ''
  let open: Open | null = null
  let out: Block[] = []

  const close = () => {
    if (open === null) return
    if (open.kind === 'code') out.push({ kind: 'codeEnd' })
    else out.push({ kind: open.kind, source: open.lines.join('\n') })
    open = null
  }

  function begin(line: string): void {
    if (isBlank(line)) return
    const fence = fenceLine.exec(line)
    if (fence !== null) {
      const [, indent = '', ticks = '', language = ''] = fence
      out.push({ kind: 'codeStart', language })
      open = { kind: 'code', fence: ticks, indent: indent.length }
      return
    }
    if (heading.test(line) || rule.test(line)) {
      out.push({ kind: 'text', source: line })
      return
    }
    if (itemLine.test(line)) {
      open = {
        kind: 'item',
        lines: [line],
        indent: indentOf(line),
        fence: innerFence(line),
        afterBlank: false,
      }
      return
    }
    open = { kind: 'text', lines: [line] }
  }

  /** A block of code may begin in the first line of an item: `- ```sh`. */
  const innerFence = (line: string) => fenceLine.exec(line.replace(itemLine, ''))?.[2] ?? null

  function inItem(item: Open & { kind: 'item' }, line: string): void {
    if (isBlank(line)) {
      item.afterBlank = true
      item.lines.push(line)
      return
    }
    const isInside = indentOf(line) >= item.indent + 2
    if (item.fence !== null && isInside) {
      if (closes(line, item.fence)) item.fence = null
      item.lines.push(line)
      return
    }
    const ends =
      !isInside &&
      (item.afterBlank ||
        itemLine.test(line) ||
        fenceLine.test(line) ||
        heading.test(line) ||
        rule.test(line))
    if (ends) {
      close()
      begin(line)
      return
    }
    item.afterBlank = false
    item.fence = fenceLine.exec(line.trimStart())?.[2] ?? innerFence(line.trimStart())
    item.lines.push(line)
  }

  function take(line: string): void {
    if (open === null) begin(line)
    else if (open.kind === 'code') {
      if (closes(line, open.fence)) close()
      else out.push({ kind: 'codeLine', text: line.slice(Math.min(open.indent, indentOf(line))) })
    } else if (open.kind === 'item') inItem(open, line)
    else if (isBlank(line)) close()
    else if (heading.test(line) || fenceLine.test(line) || itemLine.test(line)) {
      close()
      begin(line)
    } else {
      open.lines.push(line)
      if (open.lines.reduce((sum, { length }) => sum + length, 0) > maxCharacters) close()
    }
  }

  const taken = () => {
    const blocks = out
    out = []
    return blocks
  }

  return {
    /** @returns what ended with it */
    write(text: string): Block[] {
      const lines = (partial + text).split('\n')
      partial = lines.pop() ?? ''
      for (const line of lines) take(line)
      return taken()
    },
    /** @returns what was left */
    end(): Block[] {
      if (partial !== '') take(partial)
      partial = ''
      close()
      return taken()
    },
    /** Forgets what was not given out. */
    drop() {
      partial = ''
      open = null
    },
    /** The last line of what was not given out yet; empty when all was. */
    tail(): string {
      if (partial !== '' || open === null) return partial
      return open.kind === 'code' ? '' : (open.lines.at(-1) ?? '')
    },
  }
}
