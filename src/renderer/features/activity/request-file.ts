import type { HarombeClient } from '../../../shared/contract'
import type { RequestFilter } from '../../../shared/contract/activity'
import type { RequestRecord } from '../../../shared/entities'

export type RequestFileFormat = 'csv' | 'json'

const pageSize = 200

const columns = [
  'id',
  'startedAt',
  'outcome',
  'error',
  'origin',
  'kind',
  'class',
  'wantedTier',
  'forced',
  'node',
  'tier',
  'model',
  'reason',
  'queuedMs',
  'ttftMs',
  'durationMs',
  'promptTokens',
  'tokens',
  'spentTokens',
  'tokenSource',
  'tokensPerSecond',
  'failovers',
] as const satisfies readonly (keyof RequestRecord)[]

/** Names and sentences come from other machines: a spreadsheet must not take one for a formula. */
function cell(value: unknown): string {
  const text = value === null ? '' : String(value)
  const plain = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

/** One line as RFC 4180 has it; the time as ISO 8601, of failovers how many. */
export const csvLine = (record: RequestRecord): string =>
  `${columns
    .map(column =>
      cell(
        column === 'startedAt'
          ? new Date(record.startedAt).toISOString()
          : column === 'failovers'
            ? record.failovers.length
            : record[column],
      ),
    )
    .join(',')}\r\n`

// Without the mark a spreadsheet reads umlauts in the code page of its system.
const csvHead = `\uFEFF${columns.join(',')}\r\n`

export interface RequestFileOptions {
  filter: RequestFilter
  format: RequestFileFormat
  /** Requests that have come so far. */
  onProgress(requests: number): void
  signal: AbortSignal
}

/** All requests of a filter as one file, gathered page by page, newest first. @throws HarombeError what the coordinator says */
export async function collectRequests(
  client: HarombeClient,
  { filter, format, onProgress, signal }: RequestFileOptions,
): Promise<{ file: Blob; requests: number }> {
  const parts: BlobPart[] = [format === 'csv' ? csvHead : '[']
  let requests = 0
  let before: number | null = null
  do {
    const input = { ...filter, limit: pageSize, ...(before === null ? {} : { before }) }
    const page: { records: RequestRecord[]; next: number | null } = await client.call(
      'activity.listRequests',
      input,
      { signal },
    )
    signal.throwIfAborted()
    const text =
      format === 'csv'
        ? page.records.map(csvLine).join('')
        : page.records
            .map((record, index) => `${requests + index === 0 ? '\n' : ',\n'}${JSON.stringify(record)}`)
            .join('')
    // As a Blob at once: the browser may put it out of its memory.
    parts.push(new Blob([text]))
    requests += page.records.length
    onProgress(requests)
    before = page.next
  } while (before !== null)
  if (format === 'json') parts.push('\n]\n')
  return { file: new Blob(parts, { type: format === 'csv' ? 'text/csv' : 'application/json' }), requests }
}
