import { constants } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, resolve } from 'node:path'

export interface FoundProgram {
  /** Where it was found; programs of many names go by this one. */
  path: string
  /** Where it really is. */
  real: string
}

async function programAt(path: string): Promise<FoundProgram | null> {
  try {
    const real = await realpath(path)
    if (!(await stat(real)).isFile()) return null
    await access(real, constants.X_OK)
    return { path, real }
  } catch {
    return null
  }
}

/**
 * What would run: a name is looked for in the folders only, never in the working directory; anything with a slash is a path
 * from there. Null when there is no such program.
 */
export async function findProgram(
  name: string,
  options: { folders: readonly string[]; cwd: string; platform: NodeJS.Platform },
): Promise<FoundProgram | null> {
  const { folders, cwd, platform } = options
  const isPath = isAbsolute(name) || (platform === 'win32' ? /[\\/]/ : /\//).test(name)
  const bases = isPath ? [resolve(cwd, name)] : folders.map(folder => join(folder, name))
  // Batch files are read by a shell, whatever they are started with: they have to be written as a command.
  const endings = platform === 'win32' ? ['.exe', '.com'] : ['']
  for (const base of bases) {
    for (const ending of endings) {
      const found = await programAt(base.toLowerCase().endsWith(ending) ? base : `${base}${ending}`)
      if (found !== null) return found
    }
  }
  return null
}
