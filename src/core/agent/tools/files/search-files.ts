import { z } from 'zod'
import { HarombeError, hasCode } from '../../../../shared/errors'
import { countText } from '../../../../shared/sizes'
import { defineTool } from '../define-tool'
import type { ToolThread } from '../thread/tool-thread-runner'
import type { Tool } from '../types'
import type { DenyListOptions } from './deny-list'
import { type FileToolDependencies, locateAgain, pathInput, readingRules } from './file-tools'
import { createMatcher, type SearchMatch, type SearchResult } from './search-task'

/** Milliseconds; a search that takes longer tells what it found by then. */
const timeoutMs = 15_000

const input = z.strictObject({
  query: z.string().min(1).max(500),
  path: pathInput.default('.').describe('Default: the workspace.'),
  regex: z.boolean().default(false).describe('The query is one.'),
  case_sensitive: z.boolean().default(false),
  glob: z.string().min(1).max(500).optional(),
})

interface SearchDependencies extends FileToolDependencies {
  thread: ToolThread
  denied: DenyListOptions
}

function describeMatches(matches: readonly SearchMatch[], result: SearchResult | null): string {
  const lines: string[] = []
  let path: string | null = null
  for (const match of matches) {
    if (match.path !== path) lines.push(match.path)
    path = match.path
    lines.push(`  ${match.line}: ${match.text}`)
  }
  if (matches.length === 0) lines.push('Nothing was found.')
  if (result === null) lines.push('[The search took too long and was stopped; there may be more.]')
  else if (result.limit !== null) lines.push(`[The search was stopped: ${result.limit}.]`)
  else lines.push(`[${countText(result.files)} text files were searched.]`)
  return lines.join('\n')
}

export const createSearchFiles = ({ jail, unavailable, thread, denied }: SearchDependencies): Tool =>
  defineTool({
    name: 'search_files',
    title: 'Search files',
    description: 'Finds lines in text files.',
    risk: 'read',
    input,
    unavailable,
    async plan({ query, path, regex: isRegex, case_sensitive: caseSensitive, glob = null }, { workspace }) {
      createMatcher({ query, isRegex, caseSensitive })
      const place = await jail.locate(path, workspace, 'read')
      const kind = place.found?.kind
      if (kind !== 'directory' && kind !== 'file')
        throw new HarombeError('NOT_FOUND', `There is no ${place.shown}.`)
      const { asks, reasons, untrusted } = readingRules(place)
      return {
        risk: 'read',
        asks,
        reasons,
        summary: place.shown === '.' ? query : `${query} in ${place.shown}`,
        title: 'Search files',
        exact: `${query}\nin ${place.path}`,
        cwd: null,
        binding: { path: place.path, query, isRegex, caseSensitive, glob },
        canRemember: asks,
        async run({ signal }) {
          const { path: root } = await locateAgain(jail, place, workspace, 'read')
          const matches: SearchMatch[] = []
          const search = { root, isFile: kind === 'file', query, isRegex, caseSensitive, glob, denied }
          const result = await thread
            .run('search', search, { signal, timeoutMs, onPart: match => matches.push(match) })
            .catch(error => {
              if (hasCode(error, 'TIMEOUT')) return null
              throw error
            })
          return { text: describeMatches(matches, result), untrusted }
        },
      }
    },
  })
