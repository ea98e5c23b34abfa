import { Document, isScalar, parseDocument, Scalar, visit } from 'yaml'
import type { ConfigValue } from './form-action'

/** How a file is laid out, so that what is new fits in. */
export interface Layout {
  lineEnd: string
  /** Columns a map stands further in than its key. */
  indent: number
  /** Columns the `-` of a list stands further in than the list's key. */
  listIndent: number
  /** Columns from a `-` to what follows it. */
  dashWidth: number
  /** `{ a: 1 }` rather than `{a: 1}`. */
  padding: boolean
}

export type Quotes = 'single' | 'double' | null

/** Lists of single values up to this length stand on one line. */
const longestInlineList = 60

/** A value on one line. `inFlow`: within brackets. */
export function inlineValue(
  value: ConfigValue | null,
  layout: Layout,
  inFlow: boolean,
  quotes: Quotes = null,
): string {
  const document = new Document(inFlow ? [value] : { k: value }, { version: '1.2' })
  visit(document, {
    Scalar(key, scalar) {
      if (key === 'key' && isScalar(scalar)) return
      if (typeof scalar.value === 'string' && quotes !== null) {
        scalar.type = quotes === 'single' ? Scalar.QUOTE_SINGLE : Scalar.QUOTE_DOUBLE
      }
      quoteIfAmbiguous(scalar)
    },
    Collection(_key, collection) {
      if (inFlow || collection !== document.contents) collection.flow = true
    },
  })
  const text = document
    .toString({ lineWidth: 0, blockQuote: false, flowCollectionPadding: layout.padding })
    .trimEnd()
  return inFlow ? text.slice(1, -1).trim() : text.slice('k:'.length).trim()
}

export function inlineKey(key: string): string {
  return new Document({ [key]: 0 }).toString({ lineWidth: 0 }).trimEnd().slice(0, -': 0'.length)
}

/** Whether it stands on the line of its key: a single value, nothing, or a short list of single values. */
export function isInline(value: ConfigValue | null, layout: Layout): boolean {
  if (typeof value === 'string') return !isBlockText(value)
  if (typeof value !== 'object' || value === null) return true
  if (Object.keys(value).length === 0) return true
  if (!Array.isArray(value) || value.some(item => typeof item === 'object')) return false
  return inlineValue(value, layout, false).length <= longestInlineList
}

/** Texts of several lines are written below their key, where they can be read. */
const isBlockText = (value: string) => /\n/.test(value.trimEnd()) && !/[^\P{Cc}\n]|^\s|[ \t]$/mu.test(value)

/** `key: value` as lines without line ends, from column 0. */
export function entryLines(key: string, value: ConfigValue | null, layout: Layout): string[] {
  const name = inlineKey(key)
  if (typeof value === 'string' && isBlockText(value)) {
    const [first = '|', ...lines] = blockText(value, layout)
    return [`${name}: ${first}`, ...lines]
  }
  if (isInline(value, layout)) return [`${name}: ${inlineValue(value, layout, false)}`]
  return [`${name}:`, ...nestedLines(value, layout)]
}

/** A collection that stands below its key, indented against it. */
export function nestedLines(value: ConfigValue | null, layout: Layout): string[] {
  return indented(valueLines(value, layout), Array.isArray(value) ? layout.listIndent : layout.indent)
}

/** A value as lines without line ends, from column 0. */
export function valueLines(value: ConfigValue | null, layout: Layout): string[] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap(item => itemLines(item, layout))
  if (isMapValue(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, entry]) => entryLines(key, entry, layout))
  }
  return [inlineValue(value, layout, false)]
}

/** An entry of a list as lines without line ends, its `-` in column 0. */
export function itemLines(value: ConfigValue, layout: Layout): string[] {
  const lines =
    Array.isArray(value) && isInline(value, layout)
      ? [inlineValue(value, layout, false)]
      : valueLines(value, layout)
  const [first = '', ...rest] = indented(lines, layout.dashWidth)
  return [`-${first.slice(1)}`, ...rest]
}

/** The header (`|`, `|-`) and the lines below it, from column 0 of the key. */
export function blockText(value: string, { indent }: Layout): string[] {
  const scalar = new Scalar(value)
  scalar.type = Scalar.BLOCK_LITERAL
  const text = new Document({ k: scalar }).toString({ lineWidth: 0, indent }).replace(/\n$/, '')
  return text.slice('k: '.length).split('\n')
}

export function indented(lines: readonly string[], by: number): string[] {
  return lines.map(line => (line === '' ? line : ' '.repeat(by) + line))
}

export const isMapValue = (value: unknown): value is { readonly [key: string]: ConfigValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The Python harombe reads YAML 1.1, where a plain `yes` or `12:30` is not a text, and U+2028 ends a line. */
function quoteIfAmbiguous(scalar: Scalar): void {
  const isQuoted = scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE'
  if (typeof scalar.value !== 'string' || isQuoted) return
  const old = parseDocument(scalar.value, { version: '1.1', logLevel: 'silent' })
  const { contents } = old
  const isVisible = !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(scalar.value)
  const isPlain =
    isVisible && old.errors.length === 0 && isScalar(contents) && contents.value === scalar.value
  if (!isPlain) scalar.type = 'QUOTE_DOUBLE'
}
