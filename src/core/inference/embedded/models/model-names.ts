import { basename } from 'node:path'
import { modelName } from '../../../../shared/entities'

/**
 * A model is named after its file. Names have characters that file names have not everywhere, so these are written as in an
 * address: `qwen2.5:7b` is `qwen2.5%3A7b.gguf`.
 */

const extension = '.gguf'
/** Windows opens a device under these names, whatever the extension. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)([.].*)?$/i
/** Models too large for one file; the first part leads to the others. */
const partSuffix = /-(\d{5})-of-\d{5}$/

export const isModelName = (name: string): boolean =>
  modelName.safeParse(name).success && !deviceName.test(name)

/** @param name a valid one */
export const fileNameOf = (name: string): string =>
  `${name.replaceAll(':', '%3A').replaceAll('/', '%2F')}${extension}`

/** Null for what is no model of its own: other files, later parts, projectors for images. */
export function nameOfFile(path: string): string | null {
  const file = basename(path)
  if (!file.toLowerCase().endsWith(extension) || file.startsWith('mmproj')) return null
  const stem = file.slice(0, -extension.length)
  const part = partSuffix.exec(stem)
  if (part !== null && part[1] !== '00001') return null
  const name = stem.replace(partSuffix, '').replaceAll('%3A', ':').replaceAll('%2F', '/')
  return isModelName(name) ? name : null
}

/** The name a file gets whose own is not one: what cannot be in a name becomes a dash. */
export function nameOfAnyFile(path: string): string {
  const known = nameOfFile(path)
  if (known !== null) return known
  const stem = basename(path).replace(/\.gguf$/i, '')
  const usable = stem
    .replace(/[^A-Za-z0-9._@+-]+/g, '-')
    .replaceAll('..', '.')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 128)
  return isModelName(usable) ? usable : 'model'
}

/** Whether `inference.embedded.model` is a path: names are written without the extension. */
export const isPath = (model: string) => model.toLowerCase().endsWith(extension)

/** What a model of the configuration is called, given by name or by path. */
export const configuredName = (model: string) => (isPath(model) ? nameOfAnyFile(model) : model)
