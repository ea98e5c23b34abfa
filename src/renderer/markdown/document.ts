import type { Block } from './ast'
import { limits } from './limits'
import { closeOpenTail } from './open-tail'
import { parseBlock } from './parse-block'
import { type BlockScan, type SourceBlock, splitBlocks } from './split-blocks'

/** One block as its component receives it: strings only, so that equal blocks are skipped when rendering. */
export interface BlockSource {
  /** Offset in the text: the block's identity while the text grows. */
  start: number
  source: string
  /** Set for a fenced block, which needs no lexer. */
  fence: { language: string; open: boolean } | null
  /** Set for a formula on lines of its own; `source` is what stands between its marks. */
  formula: { open: boolean; written: string } | null
  /** Still being written. */
  growing: boolean
  /** Not interpreted: there are too many blocks before it. */
  plain: boolean
}

export interface ModelDocument {
  scan: BlockScan
  blocks: BlockSource[]
  /** Source of the reference definitions, empty in nearly every text. */
  definitions: string
  /** Level of the first heading: an answer may begin with any, and its outline is relative to it. */
  headingBase: number
}

function unindent(text: string, indent: number): string {
  return indent === 0 ? text : text.replace(new RegExp(`^[ \\t]{1,${indent}}`, 'gm'), '')
}

function fenceBlock(text: string, block: SourceBlock & { kind: 'fence' }, growing: boolean): BlockSource {
  let source = unindent(text.slice(block.contentStart, block.contentEnd), block.indent)
  if (growing && !block.closed) {
    // The first marks of a closing fence are not code.
    const lastLine = source.lastIndexOf('\n') + 1
    if (/^[ \t]*[`~]+$/.test(source.slice(lastLine, lastLine + 20)))
      source = source.slice(0, Math.max(0, lastLine - 1))
  }
  const language = block.info.split(/[\s{]/, 1)[0] ?? ''
  return {
    start: block.start,
    source,
    fence: { language, open: growing && !block.closed },
    growing,
    formula: null,
    plain: false,
  }
}

function formulaBlock(text: string, block: SourceBlock & { kind: 'math' }): BlockSource {
  const source = text.slice(block.contentStart, block.contentEnd).trim()
  const formula = { open: !block.closed, written: text.slice(block.start, block.end).trim() }
  return { start: block.start, source, fence: null, formula, growing: false, plain: false }
}

/** Cuts a text into the blocks to show. `previous` is the document of a prefix of the text and only saves time. */
export function readDocument(text: string, streaming: boolean, previous?: ModelDocument): ModelDocument {
  const source = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  const scan = splitBlocks(source, previous?.scan)
  const shown = scan.all.slice(0, limits.blocks)
  const last = scan.all.length - 1
  const definitions: string[] = []
  let headingBase = 0
  const blocks = shown.map((block, index): BlockSource => {
    const growing = streaming && index === last
    if (block.kind === 'fence') return fenceBlock(source, block, growing)
    if (block.kind === 'math' && (block.closed || growing)) return formulaBlock(source, block)
    const own = source.slice(block.start, block.end)
    if (block.kind === 'text' && block.definition && !growing) definitions.push(own)
    if (headingBase === 0) headingBase = /^ {0,3}(#{1,6})[ \t]/.exec(own)?.[1]?.length ?? 0
    return { start: block.start, source: own, fence: null, formula: null, growing, plain: false }
  })
  const rest = scan.all[limits.blocks]
  if (rest !== undefined) {
    const { start } = rest
    blocks.push({
      start,
      source: source.slice(start),
      fence: null,
      formula: null,
      growing: false,
      plain: true,
    })
  }
  return { scan, blocks, definitions: definitions.join('\n').slice(0, limits.definitions), headingBase }
}

/** What one block shows. Pure; never throws. */
export function readModelBlock(block: Omit<BlockSource, 'start'>, definitions = ''): Block[] {
  if (block.fence !== null) {
    return [{ kind: 'code', language: block.fence.language, text: block.source, open: block.fence.open }]
  }
  if (block.formula !== null) {
    const { open, written } = block.formula
    return [{ kind: 'math', tex: block.source, source: written, open }]
  }
  if (block.plain) return [{ kind: 'plain', text: block.source }]
  return parseBlock(block.growing ? closeOpenTail(block.source) : block.source, definitions)
}

/** The whole text as blocks: what `ModelMarkdown` shows, without React. */
export function parseModelMarkdown(text: string, streaming = false): Block[] {
  const { blocks, definitions } = readDocument(text, streaming)
  return blocks.flatMap(block => readModelBlock(block, definitions))
}
