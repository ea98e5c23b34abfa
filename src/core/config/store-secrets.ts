import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { loadConfig } from '../../shared/config/document/load-config'
import { type PlainSecret, plainSecrets } from '../../shared/config/document/plain-secrets'
import { referSecrets } from '../../shared/config/document/refer-secrets'
import { HarombeError } from '../../shared/errors'
import { cannotWrite, reasonOf } from './config-errors'
import { createPrivateDirectory, isMissingFile, replacePrivateFile } from './private-files'
import type { MovedSecret } from './types'

export interface StoredSecrets {
  /** With references. */
  text: string
  moved: MovedSecret[]
  /** The same done to any other text: an older version, a copy. */
  rewrite(text: string): string
}

/**
 * Writes the secrets at these paths of a text into files only the user can read. The text itself is not written here: a kill
 * between the two leaves files that nobody refers to, and never a reference that leads nowhere.
 * @throws HarombeError NOT_FOUND, NOT_SUPPORTED without a folder, STORAGE_FAILED
 */
export function storeSecrets(
  configPath: string,
  request: {
    text: string
    paths: readonly string[]
    directory: string | undefined
    /** See `secretRanges`. */
    secretVariables: readonly string[]
  },
): StoredSecrets {
  const { text, paths, directory, secretVariables } = request
  if (directory === undefined) {
    throw new HarombeError('NOT_SUPPORTED', 'There is no folder for secrets here.')
  }
  const there = plainSecrets(text, secretVariables)
  const chosen = paths.map(path => find(there, path, configPath))
  const references = new Map<string, string>()
  const moved: MovedSecret[] = []
  try {
    createPrivateDirectory(directory)
    for (const { path, value } of chosen) {
      const secret = String(value)
      const known = references.get(secret)
      const reference = known ?? `\${secret:${store(directory, nameFor(path, text), secret)}}`
      references.set(secret, reference)
      moved.push({ path, reference })
    }
  } catch (error) {
    throw cannotWrite(directory, reasonOf(error), error)
  }
  const rewrite = (other: string) => referSecrets(other, references, secretVariables)
  return { text: rewrite(text), moved, rewrite }
}

function find(there: readonly PlainSecret[], path: string, configPath: string): PlainSecret {
  const found = there.find(secret => secret.path === path)
  if (found !== undefined) return found
  throw new HarombeError('NOT_FOUND', `No secret stands in the clear at ${path} of ${basename(configPath)}.`)
}

/** The file gets the first name that is free, or has the secret already. */
function store(directory: string, wanted: string, secret: string): string {
  // Readers leave one line break at the end away.
  const content = /\n$/.test(secret) ? `${secret}\n` : secret
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`
    const path = join(directory, name)
    const present = contentOf(path)
    if (present !== null && present !== content) continue
    // Also where it is there already: others may have been able to read it.
    replacePrivateFile(path, content)
    return name
  }
}

function contentOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isMissingFile(error)) return null
    throw error
  }
}

/** `cluster.nodes[0].auth_token` → `gaming-pc-token`. */
function nameFor(path: string, text: string): string {
  const [, index] = /^cluster\.nodes\[(\d+)\]/.exec(path) ?? []
  const node = index === undefined ? undefined : loadConfig(text).config?.cluster.nodes[Number(index)]?.name
  const words = node === undefined ? path.replace(/\.auth_token$/, '.token') : `${node}-token`
  const name = words
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 56)
  return name === '' ? 'secret' : name
}
