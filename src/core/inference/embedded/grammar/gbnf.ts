/** GBNF, llama.cpp's grammar notation: what JSON is made of, and how to write literals. */

export const primitives = {
  // Bounded, or a model that likes white space would write nothing else.
  ws: '| " " | "\\n" [ \\t]{0,20}',
  char: '[^"\\\\\\x7F\\x00-\\x1F] | "\\\\" (["\\\\/bfnrt] | "u" [0-9a-fA-F]{4})',
  string: '"\\"" char* "\\""',
  integer: '"-"? ("0" | [1-9] [0-9]{0,15})',
  number: 'integer ("." [0-9]{1,15})? ([eE] [-+]? [0-9]{1,2})?',
  boolean: '"true" | "false"',
  null: '"null"',
  pair: 'string ":" ws value',
  object: '"{" ws (pair ("," ws pair)* ws)? "}"',
  array: '"[" ws (value ("," ws value)* ws)? "]"',
  value: 'object | array | string | number | boolean | null',
} as const

export type Primitive = keyof typeof primitives

/** What strings of a known form look like between their quotes. */
export const stringFormats: Readonly<Record<string, string>> = {
  date: '[0-9]{4} "-" ("0" [1-9] | "1" [0-2]) "-" ("0" [1-9] | [12] [0-9] | "3" [01])',
  time: '([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9] ("Z" | [-+] ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9])',
  'date-time':
    '[0-9]{4} "-" ("0" [1-9] | "1" [0-2]) "-" ("0" [1-9] | [12] [0-9] | "3" [01]) "T" ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9] ("Z" | [-+] ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9])',
  uuid: '[0-9a-f]{8} "-" [0-9a-f]{4} "-" [0-9a-f]{4} "-" [0-9a-f]{4} "-" [0-9a-f]{12}',
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** The text itself, as a terminal. */
export function literal(text: string): string {
  const escaped = text.replace(
    /["\\\u0000-\u001f\u007f]/g,
    character => escapes[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
  return `"${escaped}"`
}

/** A value exactly as JSON.stringify writes it. */
export const jsonLiteral = (value: unknown) => literal(JSON.stringify(value))

export const group = (alternatives: readonly string[]) => `(${alternatives.join(' | ')})`

/** A file of rules with `root`, and whatever of the primitives they need. */
export function grammarFile(rules: ReadonlyMap<string, string>): string {
  const all = new Map([...Object.entries(primitives), ...rules])
  return `${[...all].map(([name, body]) => `${name} ::= ${body}`).join('\n')}\n`
}
