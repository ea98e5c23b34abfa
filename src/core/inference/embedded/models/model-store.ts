import { readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { HarombeError } from '../../../../shared/errors'
import { isMissingFile } from '../../../config/private-files'
import { fileNameOf, isPath, nameOfAnyFile, nameOfFile } from './model-names'

export interface ModelFile {
  name: string
  path: string
  /** All parts together. */
  sizeBytes: number
  /** Milliseconds since the epoch; with the size it tells one file from the next of the same name. */
  modifiedAt: number
}

export interface ModelStore {
  readonly folder: string
  /** The configured one first, then those of the folder by name. @throws HarombeError STORAGE_FAILED */
  list(): Promise<ModelFile[]>
  /** @throws HarombeError MODEL_MISSING */
  find(name: string): Promise<ModelFile>
  /** @throws HarombeError MODEL_MISSING; NODE_REFUSED for a file outside the folder */
  remove(name: string): Promise<void>
  /** Where a model of this name is to be put. */
  pathFor(name: string): string
}

const partOf = /-\d{5}-of-(\d{5})\.gguf$/i

/** The files of a model: one, or all parts of the same set. */
async function partsOf(path: string): Promise<string[]> {
  const match = partOf.exec(path)
  if (match === null) return [path]
  const file = basename(path)
  const start = file.slice(0, -match[0].length)
  const folder = dirname(path)
  const isPart = (name: string) => {
    const own = partOf.exec(name)
    return own !== null && own[1] === match[1] && name.slice(0, -own[0].length) === start
  }
  return (await readdir(folder)).filter(isPart).map(name => join(folder, name))
}

async function look(name: string, path: string): Promise<ModelFile | null> {
  try {
    const all = await Promise.all((await partsOf(path)).map(part => stat(part)))
    if (all.length === 0 || all.some(part => !part.isFile())) return null
    return {
      name,
      path,
      sizeBytes: all.reduce((sum, { size }) => sum + size, 0),
      modifiedAt: Math.max(...all.map(({ mtimeMs }) => mtimeMs)),
    }
  } catch {
    // Gone, a link in a circle, on a disk that fails: no reason to hide the models beside it.
    return null
  }
}

/**
 * The GGUF files of this machine: those in one folder, and the one a path in the configuration leads to.
 * @param chosen `inference.embedded.model`: an absolute path, a name, or null
 */
export function createModelStore(folder: string, chosen: () => string | null): ModelStore {
  async function list(): Promise<ModelFile[]> {
    const names = await readdir(folder).catch((error: unknown) => {
      if (isMissingFile(error)) return []
      throw new HarombeError('STORAGE_FAILED', `The models folder ${folder} cannot be read.`, {
        hint: 'Check its permissions, and that it is a folder.',
        cause: error,
      })
    })
    const found = new Map<string, string>()
    const wanted = chosen()
    if (wanted !== null && isPath(wanted)) found.set(nameOfAnyFile(wanted), wanted)
    for (const file of names.sort()) {
      const name = nameOfFile(file)
      if (name !== null && !found.has(name)) found.set(name, join(folder, file))
    }
    const files = await Promise.all([...found].map(([name, path]) => look(name, path)))
    const present = files.filter(file => file !== null)
    const first = wanted === null || isPath(wanted) ? undefined : present.find(({ name }) => name === wanted)
    return first === undefined ? present : [first, ...present.filter(file => file !== first)]
  }

  async function find(name: string): Promise<ModelFile> {
    const file = (await list()).find(known => known.name === name)
    if (file !== undefined) return file
    throw new HarombeError('MODEL_MISSING', `This machine has no model file called "${name}".`, {
      hint: `Get it with \`harombe models pull\`, or put a .gguf file into ${folder}.`,
    })
  }

  return {
    folder,
    list,
    find,
    async remove(name) {
      const { path } = await find(name)
      if (dirname(path) !== folder) {
        throw new HarombeError(
          'NODE_REFUSED',
          `${path} is not in harombe's own folder, so it is left alone.`,
          {
            hint: 'Delete the file yourself, and take it out of inference.embedded.model.',
          },
        )
      }
      try {
        for (const part of await partsOf(path)) await rm(part, { force: true })
      } catch (cause) {
        throw new HarombeError('STORAGE_FAILED', `${path} could not be deleted.`, { cause })
      }
    },
    pathFor: name => join(folder, fileNameOf(name)),
  }
}
