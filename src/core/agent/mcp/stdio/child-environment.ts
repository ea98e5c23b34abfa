/** What programs need to find each other, their files and the user's language. Nothing here is a secret. */
const inherited = {
  posix: ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LANGUAGE', 'TZ', 'TMPDIR', 'TERM'],
  windows: [
    'PATH',
    'PATHEXT',
    'APPDATA',
    'LOCALAPPDATA',
    'HOMEDRIVE',
    'HOMEPATH',
    'USERPROFILE',
    'USERNAME',
    'PROGRAMDATA',
    'PROGRAMFILES',
    'SYSTEMDRIVE',
    'SYSTEMROOT',
    'COMSPEC',
    'PROCESSOR_ARCHITECTURE',
    'TEMP',
    'TMP',
  ],
} as const

/** An allow-list, because harombe's own environment may hold a passphrase or the tokens of nodes. */
export function childEnvironment(
  own: Readonly<Record<string, string | undefined>>,
  configured: Readonly<Record<string, string>>,
  platform: NodeJS.Platform,
): Record<string, string> {
  const isWindows = platform === 'win32'
  const names = new Set<string>(isWindows ? inherited.windows : inherited.posix)
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(own)) {
    if (value === undefined) continue
    // Windows does not tell Path from PATH.
    const isKept = names.has(isWindows ? name.toUpperCase() : name) || (!isWindows && name.startsWith('LC_'))
    // A function that bash exported would run in every shell below it.
    if (isKept && !value.startsWith('()')) kept[name] = value
  }
  return { ...kept, ...configured }
}
