import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { HarombeError } from '../../../../shared/errors'
import { countText } from '../../../../shared/sizes'
import { defineTool } from '../define-tool'
import type { Tool } from '../types'
import { hashOf, readPlace } from './file-access'
import { type FileToolDependencies, fileSize, locateAgain, pathInput } from './file-tools'
import { isWithin, type Place } from './path-jail'
import { isInTrash, moveToTrash, trashName } from './trash'

const input = z.strictObject({ path: pathInput })

/** Entries of a folder that are named before it is moved. */
const mostNamed = 2_000

/** Names from the folder on. Links are named and not followed. */
async function contentsOf(folder: string, prefix = '', names: string[] = []): Promise<string[]> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (names.length === mostNamed)
      throw new HarombeError(
        'BAD_REQUEST',
        `There are more than ${countText(mostNamed)} things in this folder.`,
        {
          hint: 'Delete the folders in it one by one.',
        },
      )
    const name = `${prefix}${entry.name}`
    names.push(entry.isDirectory() ? `${name}/` : name)
    if (entry.isDirectory()) await contentsOf(join(folder, entry.name), `${name}/`, names)
  }
  return prefix === '' ? names.sort() : names
}

/** @throws HarombeError for what is not deleted, whatever is approved */
function checkDeletable(place: Place, workspace: string): void {
  if (place.found === null) throw new HarombeError('NOT_FOUND', `There is no ${place.shown}.`)
  if (!place.isInside) throw new HarombeError('FORBIDDEN', 'Only files in the workspace can be deleted.')
  if (isWithin(workspace, place.path))
    throw new HarombeError('FORBIDDEN', 'The workspace itself is not deleted.')
  if (isInTrash(place, workspace))
    throw new HarombeError('FORBIDDEN', 'This was deleted already; only you can empty the trash, by hand.')
}

async function describeContents(place: Place) {
  const { path, found } = place
  if (found?.kind === 'directory') {
    const names = await contentsOf(path)
    return {
      text: `A folder with ${countText(names.length)} things in it:\n${names.join('\n')}`,
      before: hashOf(Buffer.from(names.join('\0'))),
    }
  }
  if (found?.kind === 'other') return { text: 'A device or a pipe', before: found.identity }
  const bytes = await readPlace(place).catch(error => {
    // Too large to be looked at as a whole: then it is the same file as long as nobody wrote into it.
    if (found === null || !(error instanceof HarombeError) || error.code !== 'PAYLOAD_TOO_LARGE') throw error
    return Buffer.from(`${found.identity} ${found.bytes} ${found.modifiedMs}`)
  })
  return { text: `A file of ${fileSize(found?.bytes ?? 0)}`, before: hashOf(bytes) }
}

export const createDeleteFile = ({ jail, unavailable, now }: FileToolDependencies): Tool =>
  defineTool({
    name: 'delete_file',
    title: 'Delete a file',
    description: 'Moves a file or folder into the trash of the workspace.',
    risk: 'delete',
    input,
    unavailable,
    async plan({ path }, { workspace }) {
      const place = await jail.locate(path, workspace, 'delete')
      checkDeletable(place, workspace)
      const { text, before } = await describeContents(place)
      return {
        risk: 'delete',
        asks: true,
        reasons: [`It is moved into ${trashName} in the workspace, which is never emptied by itself.`],
        summary: place.shown,
        title: place.found?.kind === 'directory' ? 'Delete a folder' : 'Delete a file',
        exact: `${place.path}\n${text}`,
        cwd: null,
        binding: { path: place.path, before },
        canRemember: false,
        async run() {
          const located = await locateAgain(jail, place, workspace, 'delete')
          checkDeletable(located, workspace)
          const kept = await moveToTrash(located, workspace, now())
          return { text: `Deleted ${place.shown}. It can be taken back from ${kept}.` }
        },
      }
    },
  })
