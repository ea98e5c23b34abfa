import type { HarombeClient } from '../../shared/contract'
import type { ImportReport } from '../../shared/entities'
import { importParts } from '../import-parts'
import { withoutControls } from '../output'
import type { ExitCode, RunContext } from '../run-context'
import { upload } from '../upload'

export interface ImportOptions {
  dryRun?: boolean | undefined
}

const together = (a: ImportReport, b: ImportReport): ImportReport => ({
  format: b.format,
  conversations: a.conversations + b.conversations,
  messages: a.messages + b.messages,
  skipped: a.skipped + b.skipped,
  problems: [...a.problems, ...b.problems],
})

async function importOne(
  client: HarombeClient,
  path: string,
  dryRun: boolean,
  signal: AbortSignal,
): Promise<ImportReport> {
  let whole: ImportReport | null = null
  for await (const part of importParts(path)) {
    const uploadId = await upload(client, part, signal)
    try {
      const report = await client.call('memory.importUpload', { uploadId, dryRun }, { signal })
      whole = whole === null ? report : together(whole, report)
    } finally {
      await client.call('memory.cancelUpload', { uploadId }).catch(() => undefined)
    }
  }
  return whole ?? { format: 'harombe', conversations: 0, messages: 0, skipped: 0, problems: [] }
}

const formats = { harombe: 'harombe', chatgpt: 'ChatGPT' } as const
const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`

function reportLines(path: string, report: ImportReport, dryRun: boolean): string[] {
  const { format, conversations, messages, skipped, problems } = report
  const there = skipped === 0 ? '' : `; ${skipped} left as they are, since they are here already`
  const what = `${counted(conversations, 'conversation')} with ${counted(messages, 'message')}`
  return [
    `${path} (${formats[format]}): ${dryRun ? 'would take over' : 'took over'} ${what}${there}.`,
    ...problems.map(problem => `  ${problem}`),
  ].map(withoutControls)
}

/** Takes over conversations from files, each by itself; one that cannot be read does not keep the others out. */
export async function memoryImport(
  paths: readonly string[],
  { dryRun = false }: ImportOptions,
  { terminal, withStored, signal }: RunContext,
): Promise<ExitCode> {
  return withStored<ExitCode>(async ({ client }) => {
    const reports: (ImportReport & { file: string })[] = []
    for (const path of paths) {
      const report = await importOne(client, path, dryRun, signal)
      reports.push({ file: path, ...report })
      if (!terminal.json) for (const line of reportLines(path, report, dryRun)) terminal.line(line)
    }
    if (terminal.json) terminal.data({ dry_run: dryRun, files: reports })
    return 0
  })
}
