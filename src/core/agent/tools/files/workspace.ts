import { mkdir, realpath, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { HarombeError } from '../../../../shared/errors'
import { expandHome } from '../../../config/data-directory'

/**
 * The folder tools work in, made for the user alone when it is not there.
 * @param configured `tools.workspace`, `~` allowed @returns its absolute, real path @throws HarombeError CONFIG_INVALID
 */
export async function prepareWorkspace(configured: string): Promise<string> {
  const path = resolve(expandHome(configured))
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    const real = await realpath(path)
    if ((await stat(real)).isDirectory()) return real
  } catch (error) {
    throw new HarombeError('CONFIG_INVALID', `The workspace ${path} cannot be made or opened.`, {
      hint: 'Name another folder under tools.workspace.',
      cause: error,
    })
  }
  throw new HarombeError('CONFIG_INVALID', `The workspace ${path} is no folder.`)
}
