import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

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

/** `~` and `~/…` the way a shell reads them; harombe.yaml has such paths too. */
export function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') || path.startsWith('~\\')
    ? join(homedir(), path.slice(1))
    : path
}
