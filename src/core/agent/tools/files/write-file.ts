import { z } from 'zod'
import { HarombeError } from '../../../../shared/errors'
import { defineTool } from '../define-tool'
import type { Tool } from '../types'
import { hashOf, readPlace, requireFile, writePlace } from './file-access'
import { type FileToolDependencies, fileSize, locateAgain, pathInput, writingReasons } from './file-tools'

const longestContent = 1024 ** 2

const input = z.strictObject({
  path: pathInput,
  content: z.string().max(longestContent).describe('All of it.'),
})

export const createWriteFile = ({ jail, unavailable }: FileToolDependencies): Tool =>
  defineTool({
    name: 'write_file',
    title: 'Write a file',
    description: 'Makes a file, or replaces all of it.',
    risk: 'write',
    input,
    unavailable,
    async plan({ path, content }, { workspace }) {
      const place = await jail.locate(path, workspace, 'write')
      if (place.found !== null) requireFile(place)
      if (/[/\\]$/.test(path))
        throw new HarombeError('BAD_REQUEST', 'Give the path of a file, not of a folder.')
      const bytes = Buffer.from(content)
      const old = place.found === null ? null : await readPlace(place)
      const before = old === null ? null : hashOf(old)
      const what =
        old === null
          ? `New file, ${fileSize(bytes.length)}`
          : `Replaces all ${fileSize(old.length)} of it by ${fileSize(bytes.length)}`
      return {
        risk: 'write',
        asks: true,
        reasons: writingReasons(place),
        summary: place.shown,
        title: old === null ? 'Make a file' : 'Replace a file',
        exact: `${place.path}\n${what}\n\n${content}`,
        cwd: null,
        binding: { path: place.path, before, after: hashOf(bytes) },
        canRemember: false,
        async run() {
          const now = await locateAgain(jail, place, workspace, 'write')
          await writePlace(now, bytes, before)
          return { text: `${old === null ? 'Made' : 'Replaced'} ${place.shown}: ${fileSize(bytes.length)}.` }
        },
      }
    },
  })
