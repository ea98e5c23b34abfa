import { posix, win32 } from 'node:path'
import { HarombeError } from '../../../../shared/harombe-error'

/** Longest path and longest part of one, bytes; what file systems bear. */
export const longestPath = 4096
const longestPart = 255

const invisible = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/u
const deviceNames = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)$/i
/** `PROGRA~1`, the second name Windows gives to files with a long one. */
const shortName = /^[^.]{1,8}~\d{1,6}(\.[^.]{0,3})?$/
const urlScheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//

const bad = (message: string, hint?: string) => new HarombeError('BAD_REQUEST', message, { hint })
const refused = (message: string, hint?: string) => new HarombeError('FORBIDDEN', message, { hint })

export const pathsOf = (platform: NodeJS.Platform) => (platform === 'win32' ? win32 : posix)

function checkWindowsSpelling(path: string): void {
  const slashed = path.replaceAll('/', '\\')
  if (slashed.startsWith('\\\\') || slashed.startsWith('\\??\\'))
    throw refused('Device paths and shares of other machines cannot be used.', 'Write C:\\folder\\file.')
  const rest = /^[A-Za-z]:/.test(slashed) ? slashed.slice(2) : slashed
  if (rest !== slashed && rest !== '' && !rest.startsWith('\\'))
    throw refused('A drive needs a backslash behind its colon: C:\\folder\\file.')
  // `file.txt:hidden` is a second content of file.txt that no listing shows.
  if (rest.includes(':')) throw refused('A path has no colon but the one of its drive.')
  if (/[<>"|?*]/.test(rest)) throw bad('A path has none of < > " | ? *.')
  for (const part of rest.split('\\')) {
    if (part === '' || part === '.' || part === '..') continue
    // Windows drops them, so that two spellings would be one file.
    if (/[. ]$/.test(part)) throw refused('No part of a path ends with a dot or a space.')
    if (deviceNames.test((part.split('.')[0] ?? '').trimEnd())) throw refused(`${part} is a device, no file.`)
    if (shortName.test(part)) throw refused(`Write the long name instead of ${part}.`)
  }
}

/**
 * Refuses spellings that mean something else than they seem to, before any of them reaches the disk.
 * @throws HarombeError BAD_REQUEST for what is no path, FORBIDDEN for what is a trick
 */
export function checkSpelling(path: string, platform: NodeJS.Platform): void {
  if (path.trim() === '') throw bad('Give a path.')
  if (invisible.test(path) || !path.isWellFormed())
    throw refused('The path has control or invisible characters.')
  if (urlScheme.test(path)) throw bad('Give a path, not a URL.')
  const parts = path.split(platform === 'win32' ? /[\\/]/ : '/')
  if (Buffer.byteLength(path) > longestPath || parts.some(part => Buffer.byteLength(part) > longestPart))
    throw bad('The path is too long.')
  if (platform === 'win32') {
    checkWindowsSpelling(path)
    return
  }
  if (path.includes('\\')) throw refused('The path has a backslash.', 'Parts of a path are divided by /.')
  // The second content of a file, and addressing by number instead of name.
  if (platform === 'darwin' && parts.some(part => part === '..namedfork' || part === '.vol'))
    throw refused('The path leads behind the names of files.')
}

/**
 * One text for all spellings that some file system takes for the same name: case, composed and compatible characters, characters
 * without a width, dots and spaces at the end. Only for refusing: it is wider than any one system is.
 */
export function foldPath(path: string): string {
  return path
    .replaceAll('\\', '/')
    .split('/')
    .map(part =>
      part
        .normalize('NFKC')
        .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
        .toUpperCase()
        .toLowerCase()
        .normalize('NFKC')
        .replace(/[. ]+$/, ''),
    )
    .join('/')
}
