import { parseBoundedJson } from '../../../shared/bounded-json'
import { isRecord } from '../../../shared/record'
import type { ToolDefinition } from '../../inference/protocol'
import type { MadeCall } from './call-guard'

/** For models without a place for tool calls: a call is a fenced block at the end of the text, with one JSON object in it. */

export const blockOpening = '```tool'
const blockClosing = '```'
const maxDepth = 32

export const writeBlock = ({ tool, arguments: given }: MadeCall): string =>
  `${blockOpening}\n${JSON.stringify({ tool, arguments: given })}\n${blockClosing}`

/** Characters. Models without a place for calls are small ones: what they are told must be short. */
const shortDescription = 40

/** What a tool does, without the finer points: those it says itself when they are missed. */
const firstSentence = (text: string): string => /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text

/** `string`, `0 | 1 | 2`, `[string]`, `{"path": string}`; what is not so plain as its JSON Schema. */
function formOf(schema: Record<string, unknown>): string {
  const { const: only, enum: choices, anyOf, type, items } = schema
  if (only !== undefined) return JSON.stringify(only)
  if (Array.isArray(choices)) return choices.map(choice => JSON.stringify(choice)).join(' | ')
  if (Array.isArray(anyOf) && anyOf.every(isRecord)) return anyOf.map(formOf).join(' | ')
  if (type === 'object') return describeParameters(schema)
  if (type === 'array' && isRecord(items)) return `[${formOf(items)}]`
  return typeof type === 'string' ? type : JSON.stringify(schema)
}

/** `{"path": string, "limit"?: integer (Lines.)}` */
function describeParameters({ properties, required }: Record<string, unknown>): string {
  if (!isRecord(properties)) return '{}'
  const needed: readonly unknown[] = Array.isArray(required) ? required : []
  const parts = Object.entries(properties).map(([name, part]) => {
    const mark = needed.includes(name) ? '' : '?'
    if (!isRecord(part)) return `"${name}"${mark}`
    const { description, ...rest } = part
    const isShort = typeof description === 'string' && description.length <= shortDescription
    return `"${name}"${mark}: ${formOf(rest)}${isShort ? ` (${description})` : ''}`
  })
  return `{${parts.join(', ')}}`
}

/** What the model is told of tools and of how to call them. */
export function textualInstructions(tools: readonly ToolDefinition[]): string {
  const listed = tools.map(
    ({ name, description = '', parameters }) =>
      `- ${name} ${describeParameters(parameters)}: ${firstSentence(description)}`,
  )
  return [
    'You can call tools when the question needs one; otherwise just answer. To call one, end your text with a block of exactly this form, and write nothing after it:',
    `${blockOpening}\n{"tool": "NAME", "arguments": {}}\n${blockClosing}`,
    'One block at a time. Its result is told to you afterwards; never make one up. Tools and their arguments:',
    ...listed,
  ].join('\n')
}

/** What the model wrote, taken apart. */
export interface TextualAnswer {
  /** Outside of the block. */
  thought: string
  call: MadeCall | null
  /** Why what looks like a call is none, in a sentence for the model; null: nothing is wrong. */
  problem: string | null
}

/** @returns the call, or what is wrong with it */
function readBlock(content: string): MadeCall | string {
  let value: unknown
  try {
    value = parseBoundedJson(content, maxDepth)
  } catch (error) {
    return `What stands in the block is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.`
  }
  if (!isRecord(value)) return 'What stands in the block is not one JSON object.'
  const further = Object.keys(value).find(key => key !== 'tool' && key !== 'arguments')
  if (further !== undefined)
    return `The object has a key ${JSON.stringify(further)}; it has "tool" and "arguments" and no other.`
  const { tool, arguments: given } = value
  if (typeof tool !== 'string' || tool === '') return 'The object has no "tool", or it is no text.'
  if (!isRecord(given)) return 'The object has no "arguments", or they are no JSON object.'
  return { tool, arguments: given }
}

/** JSON that names a tool, where a reader would take it for a call: the whole text, or another kind of block. */
function resemblesCall(text: string, names: ReadonlySet<string>): boolean {
  const trimmed = text.trim()
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return false
  try {
    const value = parseBoundedJson(trimmed, maxDepth)
    if (!isRecord(value)) return false
    const name = value.tool ?? value.name
    return typeof name === 'string' && names.has(name) && ('arguments' in value || 'parameters' in value)
  } catch {
    return false
  }
}

/** Reads what a model writes while it writes it. */
export interface TextualReader {
  /** @returns what of it is for the reader's eyes: the text outside of blocks */
  take(text: string): string
  /** @returns the rest for the reader's eyes, and what was written, taken apart */
  end(): { rest: string; answer: TextualAnswer }
}

type Place = 'text' | 'block' | 'other'

/** @param offered names of the tools */
export function createTextualReader(offered: readonly string[]): TextualReader {
  const names = new Set(offered)
  const blocks: string[] = []
  let place: Place = 'text'
  let thought = ''
  /** The line that is being written, as far as nothing of it was shown. */
  let held = ''
  /** Of the line that is being written, something was shown. */
  let isShown = false
  let block = ''
  let other = ''
  let isAlike = false

  const mayOpen = (line: string) => {
    const start = line.trimStart()
    return blockOpening.startsWith(start) || start.startsWith('```')
  }

  /** A whole line, or the last one. @returns what of it is shown */
  function takeLine(line: string): string {
    const bare = line.trim()
    if (place === 'block') {
      if (bare === blockClosing) {
        blocks.push(block)
        place = 'text'
      } else block += line
      return ''
    }
    if (place === 'other') {
      if (bare === '```') {
        isAlike ||= resemblesCall(other, names)
        place = 'text'
      } else other += line
      return line
    }
    if (bare === blockOpening) {
      place = 'block'
      block = ''
      return ''
    }
    if (bare.startsWith('```')) {
      place = 'other'
      other = ''
    }
    return line
  }

  function takePart(part: string): string {
    if (isShown && place === 'text') {
      if (part.endsWith('\n')) isShown = false
      return part
    }
    held += part
    if (!held.endsWith('\n')) {
      if (place !== 'text' || mayOpen(held)) return ''
      const shown = held
      held = ''
      isShown = true
      return shown
    }
    const line = held
    held = ''
    return takeLine(line)
  }

  function take(text: string): string {
    let shown = ''
    for (const part of text.split(/(?<=\n)/)) if (part !== '') shown += takePart(part)
    thought += shown
    return shown
  }

  function problemOf(isOpen: boolean, call: MadeCall | string | null): string | null {
    if (isOpen) return `The block was not closed with a line ${blockClosing} of its own.`
    if (blocks.length > 1) return `There are ${blocks.length} blocks; call one tool at a time.`
    if (typeof call === 'string') return call
    if (call !== null) return null
    return isAlike || resemblesCall(thought, names)
      ? `It reads like a call, but does not stand in a block that begins with a line ${blockOpening}.`
      : null
  }

  return {
    take,
    end() {
      const rest = held === '' ? '' : takeLine(held)
      held = ''
      thought += rest
      if (place === 'other') isAlike ||= resemblesCall(other, names)
      const [first] = blocks
      const call = first === undefined ? null : readBlock(first)
      const problem = problemOf(place === 'block', call)
      const isCall = problem === null && typeof call === 'object'
      return { rest, answer: { thought: thought.trim(), call: isCall ? call : null, problem } }
    },
  }
}
