import { cleanText, parseMebibytes, parsePercent } from '../text'

/** Asked as `--query-gpu=<these> --format=csv,noheader,nounits`; the parser reads the columns in this order. */
export const nvidiaSmiArguments = [
  '--query-gpu=name,memory.total,memory.used,utilization.gpu',
  '--format=csv,noheader,nounits',
] as const

export interface NvidiaSmiRow {
  name: string
  memoryBytes: number | null
  memoryUsedBytes: number | null
  /** 0–1. Null under MIG, where the load of the whole card has no meaning. */
  load: number | null
  /** The driver says that this GPU has no such thing as memory of its own, rather than failing to read it. */
  memoryNotApplicable: boolean
}

export interface NvidiaSmiReport {
  rows: NvidiaSmiRow[]
  /** Lines that are not a row: messages between them, a cut-off last line. */
  unreadable: string[]
}

const notApplicable = /^\[?\s*(?:n\/a|not supported)\s*\]?$/i

/**
 * Columns are separated by comma and space, so a decimal comma stays inside its column. A row with too few columns is
 * not guessed at: a cut-off "12" of "12288" would look like a card with 12 MiB.
 */
export function parseNvidiaSmi(output: string): NvidiaSmiReport {
  const report: NvidiaSmiReport = { rows: [], unreadable: [] }
  for (const line of output.split(/\r?\n/)) {
    if (line.trim() === '') continue
    const columns = line.split(line.includes(', ') ? ', ' : ',')
    const [name, total, used, load, ...rest] = columns.map(column => column.trim())
    const isRow = name && total && used && load && rest.length === 0
    if (!isRow || !isFigure(total) || !isFigure(used) || !isFigure(load)) {
      report.unreadable.push(cleanText(line, 200))
      continue
    }
    report.rows.push({
      name: cleanText(name),
      memoryBytes: parseMebibytes(total),
      memoryUsedBytes: parseMebibytes(used),
      load: parsePercent(load),
      memoryNotApplicable: notApplicable.test(total),
    })
  }
  return report
}

/** A number, or a reason in brackets why there is none, such as `[N/A]` or `[Insufficient Permissions]`. */
function isFigure(column: string): boolean {
  return /^[0-9]/.test(column) || /^\[.*\]$/.test(column) || notApplicable.test(column)
}
