import { lstat, readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { DeniedNow } from './deny-list'

/** Folders nobody means when they look for something of their own. */
const passedOver = new Set(['node_modules', '.git', '.hg', '.svn', '.harombe-trash'])

export interface Entry {
  path: string
  /** From the folder the walk began in, with `/`. */
  relative: string
  kind: 'file' | 'directory' | 'link' | 'other'
}

interface WalkOptions {
  /** How deep; 1: only what is in the folder itself. */
  depth: number
  denied: DeniedNow
}

function isFolderStill(path: string): Promise<boolean> {
  return Promise.all([realpath(path), lstat(path)]).then(
    ([real, stats]) => real === path && stats.isDirectory(),
    () => false,
  )
}

/**
 * What is in a real folder, names in order, each folder before what is in it. Links are told of and not followed; denied places
 * are passed over, as are those nobody means, and what may not be read.
 */
export async function* walk(
  root: string,
  { depth, denied }: WalkOptions,
  prefix = '',
): AsyncGenerator<Entry> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => [])
  // A link put in its place meanwhile: these names are of somewhere else.
  if (!(await isFolderStill(root))) return
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const path = join(root, entry.name)
    const relative = `${prefix}${entry.name}`
    if ((await denied.reasonForEntry(path, 'read')) !== null) continue
    if (entry.isSymbolicLink()) yield { path, relative, kind: 'link' }
    else if (entry.isFile()) yield { path, relative, kind: 'file' }
    else if (entry.isDirectory()) {
      yield { path, relative, kind: 'directory' }
      if (depth > 1 && !passedOver.has(entry.name))
        yield* walk(path, { depth: depth - 1, denied }, `${relative}/`)
    } else yield { path, relative, kind: 'other' }
  }
}
