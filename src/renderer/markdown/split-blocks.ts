import { limits } from './limits'
import { type Fence, type Line, type MathOpening, readLine } from './source-line'

/** A piece of the source that can be interpreted on its own. Offsets into the source; `end` is exclusive. */
export type SourceBlock =
  | { kind: 'text'; start: number; end: number; definition: boolean }
  | {
      kind: 'fence'
      start: number
      end: number
      /** What follows the opening fence: `ts`, `python title=…`. */
      info: string
      indent: number
      contentStart: number
      contentEnd: number
      closed: boolean
    }
  | { kind: 'math'; start: number; end: number; contentStart: number; contentEnd: number; closed: boolean }

type OpenBlock =
  | { kind: 'fence'; start: number; end: number; fence: Fence; contentStart: number }
  | {
      kind: 'math'
      start: number
      end: number
      contentStart: number
      mark: MathOpening['mark']
      alone: boolean
    }
  | { kind: 'list'; start: number; end: number; afterBlank: boolean; innerFence: Fence | null }
  | { kind: 'prose'; start: number; end: number; splittable: boolean; definition: boolean }
  | { kind: 'indented'; start: number; end: number; afterBlank: boolean }

/** Where the scan of a growing text stands: everything before `offset` is decided and never looked at again. */
export interface BlockScan {
  source: string
  blocks: readonly SourceBlock[]
  /** All blocks including the one that is still growing, if any. */
  all: readonly SourceBlock[]
  open: OpenBlock | null
  offset: number
}

interface Step {
  closed: SourceBlock[]
  open: OpenBlock | null
}

function closeBlock(open: OpenBlock): SourceBlock {
  const { start, end } = open
  if (open.kind === 'math') {
    const contentStart = Math.min(open.contentStart, end)
    return { kind: 'math', start, end, contentStart, contentEnd: end, closed: false }
  }
  if (open.kind !== 'fence')
    return { kind: 'text', start, end, definition: open.kind === 'prose' && open.definition }
  const { info, indent } = open.fence
  const contentStart = Math.min(open.contentStart, end)
  return { kind: 'fence', start, end, info, indent, contentStart, contentEnd: end, closed: false }
}

/** Begins whatever this line begins when nothing is open before it. */
function begin(line: Line): Step {
  const { start, end } = line
  if (line.blank) return { closed: [], open: null }
  if (line.fence !== null) {
    return { closed: [], open: { kind: 'fence', start, end, fence: line.fence, contentStart: end + 1 } }
  }
  if (line.math !== null) {
    const { mark, alone, contentStart, contentEnd } = line.math
    return contentEnd < 0
      ? { closed: [], open: { kind: 'math', start, end, contentStart, mark, alone } }
      : { closed: [{ kind: 'math', start, end, contentStart, contentEnd, closed: true }], open: null }
  }
  if (line.heading || line.rule)
    return { closed: [{ kind: 'text', start, end, definition: false }], open: null }
  if (line.listMarker !== null) {
    return { closed: [], open: { kind: 'list', start, end, afterBlank: false, innerFence: line.innerFence } }
  }
  if (line.indent >= 4) return { closed: [], open: { kind: 'indented', start, end, afterBlank: false } }
  const open: OpenBlock = {
    kind: 'prose',
    start,
    end,
    splittable: line.plainStart,
    definition: line.definition,
  }
  return { closed: [], open }
}

function endAndBegin(open: OpenBlock, line: Line): Step {
  const next = begin(line)
  return { closed: [closeBlock(open), ...next.closed], open: next.open }
}

function stepFence(open: OpenBlock & { kind: 'fence' }, line: Line): Step {
  const { end } = line
  if (!line.closes(open.fence)) return { closed: [], open: { ...open, end } }
  const { info, indent } = open.fence
  const { start, contentStart } = open
  const contentEnd = Math.max(contentStart, line.start - 1)
  return {
    closed: [{ kind: 'fence', start, end, info, indent, contentStart, contentEnd, closed: true }],
    open: null,
  }
}

/**
 * A formula that turns out to be none (a blank line, code, or no end in sight) is text like any other. Only a mark that
 * stands alone on its line is trusted to go on over blank lines.
 */
function stepMath(open: OpenBlock & { kind: 'math' }, line: Line): Step {
  const { start, contentStart } = open
  const contentEnd = line.mathEnd(open.mark)
  const { end } = line
  if (contentEnd >= 0 && end - start <= limits.formula) {
    return { closed: [{ kind: 'math', start, end, contentStart, contentEnd, closed: true }], open: null }
  }
  const text: OpenBlock = { kind: 'prose', start, end: open.end, splittable: false, definition: false }
  if (line.blank && !open.alone) return { closed: [closeBlock(text)], open: null }
  if (line.fence !== null) return endAndBegin(text, line)
  if (end - start > limits.formula) return { closed: [], open: { ...text, end } }
  return { closed: [], open: { ...open, end } }
}

function stepList(open: OpenBlock & { kind: 'list' }, line: Line): Step {
  if (line.blank) return { closed: [], open: { ...open, afterBlank: true } }
  const inside = line.indent >= 2
  if (open.innerFence !== null && inside) {
    const innerFence = line.closes(open.innerFence) ? null : open.innerFence
    return { closed: [], open: { ...open, end: line.end, afterBlank: false, innerFence } }
  }
  const stay: Step = {
    closed: [],
    open: { ...open, end: line.end, afterBlank: false, innerFence: line.innerFence },
  }
  if (inside) return stay
  if (line.rule || line.heading || line.fence !== null) return endAndBegin(open, line)
  if (line.listMarker !== null) {
    return line.start - open.start > limits.blockSplit ? endAndBegin(open, line) : stay
  }
  return open.afterBlank ? endAndBegin(open, line) : stay
}

function stepProse(open: OpenBlock & { kind: 'prose' }, line: Line): Step {
  if (line.blank) return { closed: [closeBlock(open)], open: null }
  if (line.fence !== null || line.heading || line.math !== null) return endAndBegin(open, line)
  if (line.setext) return { closed: [closeBlock({ ...open, end: line.end })], open: null }
  if (line.rule || line.listMarker === 'interrupting') return endAndBegin(open, line)
  if (open.splittable && line.start - open.start > limits.blockSplit) return endAndBegin(open, line)
  return { closed: [], open: { ...open, end: line.end, splittable: open.splittable && line.plainStart } }
}

function step(open: OpenBlock | null, line: Line): Step {
  if (open === null) return begin(line)
  switch (open.kind) {
    case 'fence':
      return stepFence(open, line)
    case 'math':
      return stepMath(open, line)
    case 'list':
      return stepList(open, line)
    case 'prose':
      return stepProse(open, line)
    case 'indented':
      if (line.blank) return { closed: [], open: { ...open, afterBlank: true } }
      if (line.indent >= 4) return { closed: [], open: { ...open, end: line.end, afterBlank: false } }
      return endAndBegin(open, line)
  }
}

const nothing: BlockScan = { source: '', blocks: [], all: [], open: null, offset: 0 }

/**
 * Cuts markdown into blocks, line by line, with nothing but offsets (joining a lexer's own `raw` pieces loses characters).
 * Given the scan of a prefix of `source` only what was appended is looked at. A cut is made only where the lexer would end
 * a block as well; in doubt lines stay together. The result depends on `source` alone, never on how it arrived.
 */
export function splitBlocks(source: string, previous: BlockScan = nothing): BlockScan {
  const from = source.startsWith(previous.source) ? previous : nothing
  const blocks = [...from.blocks]
  let { open, offset } = from
  for (;;) {
    const newline = source.indexOf('\n', offset)
    if (newline < 0) break
    const next = step(open, readLine(source, offset, newline))
    blocks.push(...next.closed)
    open = next.open
    offset = newline + 1
  }
  // The unfinished last line counts as it stands now, but is decided again when more of it has come.
  let all: SourceBlock[] = blocks
  let last = open
  if (offset < source.length) {
    const next = step(open, readLine(source, offset, source.length))
    all = [...blocks, ...next.closed]
    last = next.open
  }
  if (last !== null) all = [...all, closeBlock(last)]
  return { source, blocks, all, open, offset }
}
