import { lstat } from 'node:fs/promises'
import { z } from 'zod'
import { HarombeError } from '../../../../shared/errors'
import { countText } from '../../../../shared/sizes'
import { defineTool } from '../define-tool'
import type { Tool } from '../types'
import type { DenyList } from './deny-list'
import { type FileToolDependencies, fileSize, locateAgain, pathInput, readingRules } from './file-tools'
import { createGlob } from './glob'
import { type Entry, walk } from './walk'

const mostEntries = 500
/** Looked at before it is given up; a glob may match few of many. */
const mostSeen = 50_000
const deepest = 24

const input = z.strictObject({
  path: pathInput.default('.').describe('Default: the workspace.'),
  recursive: z.boolean().default(false),
  glob: z.string().min(1).max(500).optional().describe('Such as src/**/*.ts'),
})

async function describe({ path, relative, kind }: Entry): Promise<string> {
  if (kind === 'directory') return `${relative}/`
  if (kind !== 'file') return `${relative} (${kind === 'link' ? 'a link' : 'no file'})`
  const size = await lstat(path).then(
    ({ size: bytes }) => fileSize(bytes),
    () => 'gone',
  )
  return `${relative} (${size})`
}

export const createListFiles = ({
  jail,
  unavailable,
  denyList,
}: FileToolDependencies & { denyList: DenyList }): Tool =>
  defineTool({
    name: 'list_files',
    title: 'List files',
    description: 'Lists a folder, with sizes.',
    risk: 'read',
    input,
    unavailable,
    async plan({ path, recursive, glob }, { workspace }) {
      const place = await jail.locate(path, workspace, 'read')
      if (place.found?.kind !== 'directory')
        throw new HarombeError('NOT_FOUND', `There is no folder ${place.shown}.`)
      const { asks, reasons, untrusted } = readingRules(place)
      return {
        risk: 'read',
        asks,
        reasons,
        summary: place.shown,
        title: 'List a folder',
        exact: place.path,
        cwd: null,
        binding: { path: place.path, recursive, glob: glob ?? null },
        canRemember: asks,
        async run({ signal }) {
          const { path: root } = await locateAgain(jail, place, workspace, 'read')
          const matches = glob === undefined ? () => true : createGlob(glob)
          const lines: string[] = []
          let seen = 0
          let more = false
          for await (const entry of walk(root, {
            depth: recursive ? deepest : 1,
            denied: await denyList.now(),
          })) {
            if (signal.aborted) throw new HarombeError('CANCELLED', 'Stopped.')
            more = lines.length === mostEntries || ++seen > mostSeen
            if (more) break
            if (matches(entry.relative)) lines.push(await describe(entry))
          }
          const rest = more
            ? [`[There is more than these ${countText(lines.length)}; name a folder or a glob.]`]
            : []
          const text = lines.length === 0 ? 'There is nothing.' : [...lines, ...rest].join('\n')
          return { text: `[${place.shown}]\n${text}`, untrusted }
        },
      }
    },
  })
