import type { ToolCallRecord } from '../../shared/entities'
import { callStateNote, callStateWord, toolTitle } from '../../shared/entities/tool-words'
import { english } from '../../shared/texts/english'
import { type Terminal, withoutControls } from '../output'
import { cutTo } from '../text/width'

/** Of what a call prints while it runs; all of it is in its result. */
const maxLines = 20
const maxLineCharacters = 2000

const signs = {
  waiting: '?',
  running: '▸',
  done: '✓',
  failed: '✗',
  denied: '✗',
  refused: '✗',
  cancelled: '■',
  unknown: '!',
} as const satisfies Record<ToolCallRecord['state'], string>

const isOver = ({ state }: ToolCallRecord) => state !== 'waiting' && state !== 'running'

function durationText(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

/** What is done about a call that was denied because nobody could be asked. */
export const nobodyLine =
  'Nobody could be asked, so it was not done. Run harombe chat on a terminal to be asked, or keep a harombe window open.'

const oneLine = (text: string) => withoutControls(text).replaceAll(/\s+/g, ' ').trim()

/** One call in a line: what it does, on what, and how it went. */
export function callLine(
  call: ToolCallRecord,
  { style, columns }: Pick<Terminal, 'style' | 'columns'>,
): string {
  const time = call.durationMs === undefined ? '' : ` · ${durationText(call.durationMs)}`
  const end = isOver(call) ? ` · ${callStateWord(call, english)}${time}` : ''
  const begin = `${signs[call.state]} ${toolTitle(oneLine(call.tool), english)}`
  const room = Math.max(10, columns() - 1 - begin.length - 2 - end.length)
  const summary = oneLine(call.summary)
  const text = `${begin}${summary === '' ? '' : `: ${cutTo(summary, room)}`}${end}`
  if (call.state === 'done') return style.dim(text)
  return isOver(call) ? style.attention(text) : text
}

interface Row {
  /** Its output is being shown. */
  isOpen: boolean
  lines: number
  partial: string
}

/**
 * Shows calls of tools as they run: one that runs on the line that passes, what it prints dimmed and not without end, and how it ended
 * on a line that stays.
 */
export function createToolRows(terminal: Terminal) {
  const rows = new Map<string, Row>()
  const calls = new Map<string, ToolCallRecord>()
  const ended = new Set<string>()

  const rowOf = (id: string): Row => {
    const row = rows.get(id) ?? { isOpen: false, lines: 0, partial: '' }
    rows.set(id, row)
    return row
  }
  const printLine = (row: Row, line: string) => {
    row.lines += 1
    if (row.lines > maxLines + 1) return
    const text = row.lines > maxLines ? '…' : cutTo(line.replaceAll('\t', '  '), terminal.columns() - 5)
    terminal.note(terminal.dim(`  │ ${text}`))
  }

  return {
    call(call: ToolCallRecord): void {
      calls.set(call.id, call)
      if (ended.has(call.id)) return
      if (!isOver(call)) {
        if (call.state === 'running') terminal.status(callLine(call, terminal))
        return
      }
      ended.add(call.id)
      terminal.status('')
      const row = rows.get(call.id)
      if (row !== undefined && row.partial !== '') printLine(row, row.partial)
      terminal.note(callLine(call, terminal))
      const note = call.decision === 'nobody' ? nobodyLine : callStateNote(call, english)
      if (note !== null) terminal.note(terminal.dim(`  ${note}`))
    },
    /** Nothing more is heard of those that run. */
    stopped(): void {
      for (const call of calls.values())
        if (call.state === 'running') this.call({ ...call, state: 'cancelled' })
    },
    output(callId: string, text: string): void {
      if (!terminal.live) return
      const row = rowOf(callId)
      if (row.lines > maxLines) return
      terminal.status('')
      const call = calls.get(callId)
      if (!row.isOpen && call !== undefined) terminal.note(callLine(call, terminal))
      row.isOpen = true
      const lines = (row.partial + text).split('\n')
      // A program that never ends its line would be kept in memory whole.
      row.partial = (lines.pop() ?? '').slice(-maxLineCharacters)
      for (const line of lines) printLine(row, withoutControls(line.slice(0, maxLineCharacters)))
    },
  }
}
