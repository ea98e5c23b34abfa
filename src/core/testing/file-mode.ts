import { statSync } from 'node:fs'

/** Whether only its owner can read a file or folder. Windows keeps no such bits: a profile's folders are its user's own. */
export function isPrivate(path: string): boolean {
  const { mode } = statSync(path)
  return process.platform === 'win32' || (mode & 0o077) === 0
}
