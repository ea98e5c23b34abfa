import { type Document, isMap, isScalar, Lexer, Parser, parseDocument, visit, type YAMLError } from 'yaml'
import { findAliasComplaints } from './alias-rules'
import { yamlWords } from './yaml-words'

/** Something wrong with the file. Line and column count from 1; `path` is empty when no key is to blame. */
export interface ConfigProblem {
  path: string
  /** What is wrong and what to write instead, without the position. */
  message: string
  line: number
  column: number
  /** The overlay it stands in, `harombe.home.yaml`; absent: the file itself. */
  file?: string
}

export interface ParsedYaml {
  /** Without byte order mark. */
  text: string
  document: Document.Parsed
  problems: ConfigProblem[]
}

const maximumBytes = 262_144
const maximumDepth = 32
const maximumProblems = 20

/**
 * Reads one YAML 1.2 document (core schema) defensively: no tags that construct anything, bounded size, depth and
 * aliases. Never throws; with problems the document is not to be used.
 */
export function parseYaml(input: string | Uint8Array): ParsedYaml {
  const decoded = decode(input)
  if (typeof decoded !== 'string') return { text: '', document: parseDocument(''), problems: [decoded] }
  const text = decoded.startsWith('\ufeff') ? decoded.slice(1) : decoded
  const unreadable = findUnreadable(text)
  if (unreadable !== null) return { text, document: parseDocument(''), problems: [unreadable] }
  const document = parseDocument(text, {
    prettyErrors: false,
    version: '1.2',
    merge: true,
    // Where each `-` and `:` stands, for edits in place.
    keepSourceTokens: true,
    stringKeys: true,
    resolveKnownTags: false,
    // The library's own check compares every key with every other; ours is in findForbidden.
    uniqueKeys: false,
  })
  const complaints = [...document.errors, ...document.warnings].slice(0, maximumProblems)
  const problems = complaints.map(error => fromYamlError(error, text))
  return { text, document, problems: problems.length > 0 ? problems : findForbidden(document, text) }
}

/** The text if it is one that can safely be taken apart, also where it is no valid YAML; null otherwise. */
export function readableText(input: Uint8Array): string | null {
  const decoded = decode(input)
  if (typeof decoded !== 'string') return null
  const text = decoded.startsWith('\ufeff') ? decoded.slice(1) : decoded
  return findUnreadable(text) === null ? text : null
}

export function problemAt(text: string, offset: number, message: string, path = ''): ConfigProblem {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { path, message, line: before.split('\n').length, column: offset - lineStart + 1 }
}

/** The text, or why it is none. */
function decode(input: string | Uint8Array): string | ConfigProblem {
  const bytes = (typeof input === 'string' ? new TextEncoder().encode(input) : input).byteLength
  if (bytes > maximumBytes) {
    return problemAt('', 0, `The file has ${bytes} bytes; at most ${maximumBytes} are read.`)
  }
  if (typeof input === 'string') return input
  const [first, second] = input
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return problemAt('', 0, 'The file is UTF-16; save it as UTF-8.')
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(input)
  } catch {
    return problemAt('', 0, 'The file is not valid UTF-8; save it as UTF-8.')
  }
}

/** NUL characters, and nesting so deep that the composer, which is recursive, would overflow its stack. */
function findUnreadable(text: string): ConfigProblem | null {
  const nul = text.indexOf('\0')
  if (nul !== -1) {
    return problemAt(text, nul, 'The file contains a NUL character; remove it, or save the file as UTF-8.')
  }
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    // next() is a generator: running it is what fills the stack.
    Array.from(parser.next(lexeme))
    if (parser.stack.length > maximumDepth && countCollections(parser.stack) > maximumDepth) {
      return problemAt(text, parser.offset, `The file is nested more than ${maximumDepth} levels deep.`)
    }
  }
  return null
}

function countCollections(stack: Parser['stack']): number {
  return stack.filter(
    ({ type }) => type === 'block-map' || type === 'block-seq' || type === 'flow-collection',
  ).length
}

/** What is legal YAML but not read here. */
function findForbidden(document: Document.Parsed, text: string): ConfigProblem[] {
  const problems: ConfigProblem[] = []
  const report = (node: { range?: readonly number[] | null | undefined }, message: string) => {
    if (problems.length < maximumProblems) problems.push(problemAt(text, node.range?.[0] ?? 0, message))
  }
  if (document.directives.yaml.explicit === true && document.directives.yaml.version !== '1.2') {
    report({}, 'Remove the %YAML line; the file is read as YAML 1.2.')
  }
  visit(document, {
    Map(_key, { items }) {
      const seen = new Set<unknown>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        if (seen.has(key.value)) report(key, `The key ${key.value} is there twice; remove one of the two.`)
        seen.add(key.value)
      }
    },
    Pair(_key, { key }) {
      if (!isScalar(key)) return
      if (key.value === '__proto__') report(key, 'The key __proto__ is not allowed; remove it.')
    },
  })
  for (const { node, message } of findAliasComplaints(document)) report(node, message)
  const { contents } = document
  const isEmpty = contents === null || (isScalar(contents) && contents.value === null)
  if (!isEmpty && !isMap(contents)) report({}, 'The file must consist of "key: value" lines.')
  return problems
}

function fromYamlError(error: YAMLError, text: string): ConfigProblem {
  return problemAt(text, error.pos[0], yamlWords(error, text))
}
