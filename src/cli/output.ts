import { errorShape, HarombeError, isHarombeError } from '../shared/errors'
import { createStyle, type Style } from './text/style'
import { cutTo, displayWidth, foldLine, padTo } from './text/width'

export interface Terminal {
  json: boolean
  /** A person reads stdout as it is written, and not a file or another program. */
  watched: boolean
  /** A line of the result. */
  line(text?: string): void
  /** Part of a line, as it comes. */
  write(text: string): void
  /** The whole result, for `--json`. */
  data(value: unknown): void
  /** Progress and remarks; on stderr, so that pipes stay clean. */
  note(text: string): void
  /** A person reads stderr as it is written. */
  live: boolean
  /** A line on stderr that the next one replaces; an empty one takes it away. Nothing where nobody reads as it is written. */
  status(text: string): void
  /** Several of them, of which each call replaces all; none takes them away. */
  statusLines(lines: readonly string[]): void
  dim(text: string): string
  style: Style
  /** Of stdout, as it is now; 80 where nobody knows. */
  columns(): number
}

/** Memory the way people say it, in whole GB. */
export const gigabytes = (bytes: number) => `${Math.round(bytes / 2 ** 30)} GB`

export interface Streams {
  stdout: { write(text: string): unknown; isTTY?: boolean | undefined; columns?: number | undefined }
  stderr: { write(text: string): unknown; isTTY?: boolean | undefined }
}

// What a model or another machine wrote must not move the cursor or set the title of somebody's terminal.
const controlCharacters = /\u001b\[[0-9;?]*[A-Za-z]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
export const withoutControls = (text: string) => text.replace(controlCharacters, '')

/** Colour only for people: never into a pipe, never with NO_COLOR. */
export function createTerminal(
  { stdout, stderr }: Streams,
  { json, env }: { json: boolean; env: NodeJS.ProcessEnv },
): Terminal {
  const colour = stdout.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb'
  const style = createStyle(colour)
  // A terminal that does not know its width says 0.
  const columns = () => stdout.columns || 80
  // Some terminals cut lines when they become narrower; the others break them, and the line that passes becomes several.
  const isBreaking = env.TERM !== 'linux' && env.XTERM_VERSION === undefined && env.STY === undefined
  let passing: number[] = []
  const rowsOf = (width: number) => (isBreaking ? Math.max(1, Math.ceil(width / columns())) : 1)
  const statusLines = (texts: readonly string[]) => {
    if (stderr.isTTY !== true) return
    // A line that is broken would not be taken away by the next one.
    const shown = texts.map(text => cutTo(withoutControls(text).replaceAll('\n', ' '), columns() - 1))
    const rows = passing.reduce((sum, width) => sum + rowsOf(width), 0)
    const above = rows > 1 ? `\u001b[${rows - 1}A\u001b[J` : ''
    passing = shown.map(displayWidth)
    stderr.write(`\r${above}${shown.map(line => `${style.dim(line)}\u001b[K`).join('\n') || '\u001b[K'}`)
  }
  const folded = (text: string, isRead: boolean) => {
    if (!isRead) return text
    return text
      .split('\n')
      .flatMap(line => foldLine(line, columns()))
      .join('\n')
  }
  return {
    json,
    watched: stdout.isTTY === true,
    line: (text = '') => void stdout.write(`${folded(text, stdout.isTTY === true)}\n`),
    write: text => void stdout.write(text),
    data: value => void stdout.write(`${JSON.stringify(value)}\n`),
    note: text => void stderr.write(`${folded(text, stderr.isTTY === true)}\n`),
    live: stderr.isTTY === true,
    status: text => statusLines(text === '' ? [] : [text]),
    statusLines,
    dim: style.dim,
    style,
    columns,
  }
}

/** Says what is wrong with the command itself; returns the exit code. */
export function reportUsage(terminal: Terminal, message: string, hint: string): 2 {
  reportError(terminal, new HarombeError('BAD_REQUEST', message, { hint }))
  return 2
}

/** Says what went wrong and what to do; returns the exit code. */
export function reportError(terminal: Terminal, thrown: unknown): 1 {
  const error = isHarombeError(thrown)
    ? thrown
    : new HarombeError('INTERNAL', thrown instanceof Error ? thrown.message : String(thrown))
  if (terminal.json) {
    const { code, message, hint = null, data } = errorShape.parse(error.toShape())
    terminal.data({ error: { code, message, hint, ...(data === undefined ? {} : { data }) } })
  } else {
    terminal.note(`error: ${withoutControls(error.message)}`)
    if (error.hint !== undefined) terminal.note(withoutControls(error.hint))
  }
  return 1
}

/** A table with columns as wide as their widest cell; cells are stripped of control characters. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [header, ...rows].map(row => row.map(withoutControls))
  const widths = header.map((_, column) => Math.max(...all.map(row => displayWidth(row[column] ?? ''))))
  return all.map(row =>
    row
      .map((cell, column) => padTo(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
