import { lstat, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { HarombeError } from '../../../../shared/errors'
import { holdDirectory, moved } from './held-directory'
import { foundOf, isWithin, type Place } from './path-jail'

/** In the workspace; what is deleted stays there until a person empties it. */
export const trashName = '.harombe-trash'

/** Names end at 255 bytes; the stamp before them takes some. */
const longestKept = 200

export const isInTrash = ({ path }: Place, workspace: string): boolean =>
  isWithin(path, join(workspace, trashName))

function keptName(path: string, now: number): string {
  let name = basename(path)
  while (Buffer.byteLength(name) > longestKept) name = [...name].slice(0, -1).join('')
  return `${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}-${name}`
}

/**
 * Moves a file or folder out of the way, so that deleting can be taken back by hand.
 * @returns where it is now, from the workspace @throws HarombeError CONFLICT when it is not what was looked at
 */
export async function moveToTrash(place: Place, workspace: string, now: number): Promise<string> {
  const from = await holdDirectory(dirname(place.path))
  try {
    const to = await holdDirectory(join(workspace, trashName), 0o700)
    try {
      await from.verify()
      await to.verify()
      const source = from.entry(basename(place.path))
      const stats = await lstat(source, { bigint: true }).catch(() => null)
      if (stats === null || foundOf(stats).identity !== place.found?.identity) throw moved()
      const name = keptName(place.path, now)
      if ((await lstat(to.entry(name)).catch(() => null)) !== null)
        throw new HarombeError(
          'CONFLICT',
          'Something of that name was deleted at the same moment; try again.',
        )
      await rename(source, to.entry(name))
      return `${trashName}/${name}`
    } finally {
      await to.close()
    }
  } finally {
    await from.close()
  }
}
