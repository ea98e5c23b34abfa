import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { join, parse } from 'node:path'
import { isIntact, listBackups } from './backups'
import { companions } from './database-file'

/**
 * Moves a damaged database aside with its companions (a log without its database is lost, a database with a stranger's log
 * is corrupted) and puts the newest intact backup in its place, if there is one. @returns what to tell the user
 */
export function setAside(path: string, now: number): string {
  const { dir, name, ext } = parse(path)
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-')
  const aside = join(dir, `${name}.damaged-${stamp}${ext}`)
  for (const suffix of ['', ...companions]) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
  }
  const backup = listBackups(path).find(candidate => isIntact(candidate.path))
  if (backup === undefined) {
    return `The conversations file was damaged. It was set aside as ${aside} and a new one was begun.`
  }
  const restored = `${path}.restored`
  rmSync(restored, { force: true })
  copyFileSync(backup.path, restored)
  renameSync(restored, path)
  const takenAt = new Date(backup.takenAt).toISOString()
  return `The conversations file was damaged and set aside as ${aside}. The backup of ${takenAt} is in use; later messages are only in the damaged file.`
}
