import { parseJson } from '../../inference/framing/parse-json'
import type { Signal } from './types'

/** Without the look ahead a long row of tildes is tried at every length. */
const fenceLine = /^ {0,3}(`{3,}|~{3,}(?!~))([^\n`]*)$/gm

/** The text of a code block that was opened and never closed; null when all are closed. */
function openCode(content: string): string | null {
  let open: { mark: string; from: number } | null = null
  for (const match of content.matchAll(fenceLine)) {
    const [line, mark = '', info = ''] = match
    if (open === null) open = { mark, from: match.index + line.length }
    else if (mark.startsWith(open.mark) && info.trim() === '') open = null
  }
  return open === null ? null : content.slice(open.from)
}

/** More brackets opened than closed; what stands in strings is not told apart, so a few do not count. */
function isUnbalanced(code: string): boolean {
  let depth = 0
  for (const character of code.slice(-20_000)) {
    if ('([{'.includes(character)) depth++
    else if (')]}'.includes(character)) depth--
  }
  return depth > 0
}

/** Some models leave out the last fence and are right otherwise: only with code that stops in the middle it says much. */
export function unclosedCode(content: string): Signal | null {
  const code = openCode(content)
  if (code === null) return null
  const weight = isUnbalanced(code) ? 0.55 : 0.25
  return { kind: 'open_code', weight, words: 'its code stops in the middle' }
}

const longestJson = 200_000
const jsonBlock = /^ {0,3}```[ \t]*json[ \t]*\n([\s\S]*?)^ {0,3}```/im
/** Comments and "and so on" are for people who read an example. */
const isForReading = /\/\/|\/\*|\.\.\.|…|^[ \t]*#/m

function isJson(text: string): boolean {
  try {
    parseJson(text)
    return true
  } catch {
    return false
  }
}

/** The JSON an answer consists of or shows; null for none. */
function jsonIn(content: string): string | null {
  const text = content.trim()
  if (/^[[{]\s*["{[\]}\d]/.test(text)) return text
  return jsonBlock.exec(text)?.[1] ?? null
}

export function brokenJson(content: string, question: string): Signal | null {
  if (content.length > longestJson || !/\bjson\b/i.test(question)) return null
  const shown = jsonIn(content)
  if (shown === null || isForReading.test(shown) || isJson(shown)) return null
  return { kind: 'broken_json', weight: 0.6, words: 'its JSON cannot be read' }
}

const withoutCode = (content: string): string =>
  content.replace(/^ {0,3}```[\s\S]*?^ {0,3}```/gm, '').replace(/`[^`\n]*`/g, '')

/** How model families write a call; in a text it means that the call was not understood, or that no tool was there. */
const callMarkup =
  /<tool_call>|<\|python_tag\|>|\[TOOL_CALLS\]|<function=\w|^[ \t]*\{\s*"(?:name|function|tool)"\s*:\s*"[\w.-]+"\s*,\s*"(?:arguments|parameters|args)"\s*:/m
const controlTokens =
  /<\|(?:im_start|im_end|eot_id|start_header_id|end_of_turn|endoftext|user|assistant|system)\|>|<(?:start|end)_of_turn>|\[\/?INST\]|<\/?s>(?=\s|$)|�{3}/

const aboutMarkup =
  /chatml|template|(?:special|control)[- ]tokens?|(?:tool|function)[- _]?(?:call|us)|im_start|\[inst|eos|\bjson\b/i
const lookedAt = 100_000

/** Marks of the wire that a reader should never see; not where the question is about such things. */
export function wireMarkup(content: string, question: string, unknownToolCalls: number): Signal | null {
  const calls: Signal = { kind: 'tool_markup', weight: 0.65, words: 'it called a tool that is not there' }
  if (unknownToolCalls > 0) return calls
  const text = content.slice(0, lookedAt)
  const mayHold = text.includes('<') || text.includes('[') || text.includes('{') || text.includes('�')
  if (!mayHold || aboutMarkup.test(question.slice(0, 20_000))) return null
  const prose = withoutCode(text)
  if (callMarkup.test(prose)) return calls
  return controlTokens.test(prose)
    ? { kind: 'garbled', weight: 0.65, words: 'it holds marks that are not meant for readers' }
    : null
}
