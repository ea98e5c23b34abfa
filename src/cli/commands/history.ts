import type { ConfigVersion } from '../../shared/entities'
import { diffTexts } from '../diff-texts'
import { formatTable } from '../output'
import type { ExitCode, RunContext } from '../run-context'
import type { Session } from '../session'
import { toSnakeCase } from '../snake-case'

export interface HistoryOptions {
  /** What this version changed. */
  diff?: number | undefined
  limit: number
}

const actions = {
  apply: 'applied',
  rollback: 'rolled back',
  edit: 'changed',
  file: 'saved',
  reconcile: 'put right',
} as const satisfies Record<ConfigVersion['action'], string>

/** UTC, as the other lists have it. */
const timeText = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ')

function row({
  version,
  at,
  by,
  action,
  outcome,
  linesAdded,
  linesRemoved,
  changes,
  isApplied,
}: ConfigVersion) {
  const what = outcome === null || outcome === 'done' ? actions[action] : `${actions[action]} (${outcome})`
  return [
    isApplied ? `${version} *` : String(version),
    timeText(at),
    by,
    what,
    `+${linesAdded} -${linesRemoved}`,
    changes.join(', ') || '-',
  ]
}

/** The versions of harombe.yaml that were good, newest first, or what one of them changed. */
export async function history({ diff, limit }: HistoryOptions, context: RunContext): Promise<ExitCode> {
  const { terminal } = context
  const print = async ({ client }: Session): Promise<ExitCode> => {
    if (diff !== undefined) {
      const { text, previous } = await client.call('config.getVersion', { version: diff })
      if (terminal.json) {
        terminal.data({ version: diff, text, previous })
        return 0
      }
      const before = { name: previous === null ? 'nothing' : 'the version before', text: previous ?? '' }
      const lines = diffTexts(before, { name: `version ${diff}`, text }, terminal.style)
      for (const line of lines) terminal.line(line)
      if (lines.length === 0) terminal.note('It says what the version before it said.')
      return 0
    }
    const all = await client.call('config.listVersions', {})
    const versions = all.slice(0, limit)
    if (terminal.json) terminal.data(toSnakeCase({ versions }))
    else if (versions.length === 0) terminal.line('No version of harombe.yaml is kept yet.')
    else {
      const header = ['VERSION', 'WHEN (UTC)', 'BY', 'HOW', 'LINES', 'CHANGES']
      for (const line of formatTable(header, versions.map(row))) terminal.line(line)
      if (versions.some(({ isApplied }) => isApplied)) terminal.note(terminal.dim('* was applied last'))
      if (all.length > versions.length)
        terminal.note(terminal.dim(`${all.length - versions.length} older ones: --limit`))
    }
    return 0
  }
  // Whoever broke the file looks here for what it was.
  return context.withSession(print, { mayBeBroken: true })
}
