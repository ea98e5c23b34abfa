import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expandHome } from '../../core/config/data-directory'

const mostOffered = 200

/** Files and folders that a path may go on to, written the way it was begun. */
export function completePath(prefix: string): string[] {
  const slash = prefix.lastIndexOf('/')
  const folder = prefix.slice(0, slash + 1)
  const begun = prefix.slice(slash + 1)
  try {
    const where = folder === '' ? '.' : expandHome(join(dirname(`${folder}x`)))
    return readdirSync(where, { withFileTypes: true })
      .filter(({ name }) => name.startsWith(begun) && (begun.startsWith('.') || !name.startsWith('.')))
      .slice(0, mostOffered)
      .map(entry => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
  } catch {
    return []
  }
}
