import { isAbsolute, relative, sep } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** All a command gets of harombe's environment, beside LC_*; nothing that makes a program load or run something else. */
const allowed: ReadonlySet<string> = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LANGUAGE',
  'TZ',
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'PATHEXT',
  'USERPROFILE',
  'USERNAME',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
  'PROGRAMFILES',
  'PROGRAMFILES(X86)',
  'TEMP',
  'TMP',
])

/** Nobody is there to answer a question or to leave a pager; and git starts no program because a folder's settings say so. */
const fixed: Readonly<Record<string, string>> = {
  TERM: 'dumb',
  NO_COLOR: '1',
  PAGER: 'cat',
  GIT_PAGER: 'cat',
  GIT_TERMINAL_PROMPT: '0',
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'core.fsmonitor',
  GIT_CONFIG_VALUE_0: 'false',
}

export const isInside = (folder: string, path: string): boolean => {
  const way = relative(folder, path)
  // `..bin` is a name like any other.
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}

/** Folders of the PATH where the model cannot have put a program: absolute ones outside the workspace. */
export function searchFolders(path: string | undefined, workspace: string, delimiter: string): string[] {
  return (path ?? '').split(delimiter).filter(folder => isAbsolute(folder) && !isInside(workspace, folder))
}

/** What a command is given. harombe's own variables hold tokens and passphrases: an allow-list, never a list of exceptions. */
export function commandEnvironment(env: Environment, folders: readonly string[], delimiter: string) {
  const given: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    const upper = name.toUpperCase()
    if (value !== undefined && (allowed.has(upper) || /^LC_[A-Z]+$/.test(upper))) given[name] = value
  }
  for (const name of Object.keys(given)) if (name.toUpperCase() === 'PATH') delete given[name]
  return { ...given, ...fixed, PATH: folders.join(delimiter) }
}
