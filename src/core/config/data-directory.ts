import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { createPrivateDirectory } from './private-files'

export { acquireLock, type DirectoryLock, readLock } from './directory-lock'

export interface DataDirectoryOptions {
  env: Readonly<Record<string, string | undefined>>
  /** `--data-dir`; wins over HAROMBE_HOME. */
  override?: string | undefined
}

/** Absolute path of the directory that holds everything of this user: `--data-dir`, `HAROMBE_HOME` or `~/.harombe`. */
export function dataDirectoryPath({ env, override }: DataDirectoryOptions): string {
  // An empty variable is one that was not set.
  return resolve(expandHome(override || env.HAROMBE_HOME || join('~', '.harombe')))
}

/** The same, created for the user alone if it is not there. */
export function dataDirectory(options: DataDirectoryOptions): string {
  const path = dataDirectoryPath(options)
  createPrivateDirectory(path)
  return path
}

/** `~` and `~/…` the way a shell reads them; harombe.yaml has such paths too. */
export function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') || path.startsWith('~\\')
    ? join(homedir(), path.slice(1))
    : path
}
