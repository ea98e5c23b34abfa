import { z } from 'zod'
import { HarombeError } from '../../../../shared/errors'
import { defineTool } from '../define-tool'
import type { Tool } from '../types'
import { editText } from './edit-text'
import { hashOf, readPlace, requireFile, writePlace } from './file-access'
import { type FileToolDependencies, locateAgain, pathInput, writingReasons } from './file-tools'
import { binaryKind, decodeText } from './text-content'

const input = z.strictObject({
  path: pathInput,
  find: z.string().min(1).max(200_000).describe('To the letter, and there only once.'),
  replace_with: z.string().max(200_000),
  all: z.boolean().default(false).describe('Wherever it is.'),
})

const mark = Buffer.from([0xef, 0xbb, 0xbf])

/** @throws HarombeError BAD_REQUEST for what could not be written back as it was */
function decodeForEditing(bytes: Uint8Array): { text: string; encode(text: string): Uint8Array } {
  const { text, encoding, hasByteOrderMark } = decodeText(bytes)
  if (binaryKind(bytes) !== null || encoding !== 'utf-8')
    throw new HarombeError('BAD_REQUEST', 'Only text files in UTF-8 can be edited.', {
      hint: 'Replace all of it with write_file.',
    })
  return {
    text,
    encode: edited => (hasByteOrderMark ? Buffer.concat([mark, Buffer.from(edited)]) : Buffer.from(edited)),
  }
}

export const createEditFile = ({ jail, unavailable }: FileToolDependencies): Tool =>
  defineTool({
    name: 'edit_file',
    title: 'Edit a file',
    description: 'Replaces a part of a text file.',
    risk: 'write',
    input,
    unavailable,
    async plan({ path, find, replace_with: replaceWith, all }, { workspace }) {
      const place = await jail.locate(path, workspace, 'write')
      requireFile(place)
      const old = await readPlace(place)
      const { text, encode } = decodeForEditing(old)
      const edited = editText(text, { find, replaceWith, all })
      const bytes = encode(edited.text)
      const before = hashOf(old)
      return {
        risk: 'write',
        asks: true,
        reasons: writingReasons(place),
        summary: place.shown,
        title: 'Edit a file',
        exact: `${place.path}\n${edited.diff}`,
        cwd: null,
        binding: { path: place.path, before, after: hashOf(bytes) },
        canRemember: false,
        async run() {
          const now = await locateAgain(jail, place, workspace, 'write')
          await writePlace(now, bytes, before)
          const times = edited.replaced === 1 ? '' : `, ${edited.replaced} places`
          return { text: `Edited ${place.shown}${times}:\n${edited.diff}` }
        },
      }
    },
  })
