export interface DesktopEntry {
  /** Program and arguments. */
  command: readonly string[]
  name: string
  comment: string
}

const lineEnds: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r' }

/** As the Desktop Entry specification quotes an argument of `Exec`, and then a value of type string, which is one line. */
function quote(argument: string): string {
  const quoted = argument.replaceAll(/["`$\\]/g, '\\$&').replaceAll('%', '%%')
  return `"${quoted}"`.replaceAll('\\', '\\\\').replaceAll(/[\n\r]/g, end => lineEnds[end] ?? ' ')
}

const oneLine = (text: string) => text.replaceAll(/[\r\n]+/g, ' ').replaceAll('\\', '\\\\')

/** A file that freedesktop.org's autostart runs at login. */
export const autostartEntry = ({ command, name, comment }: DesktopEntry): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${oneLine(name)}`,
    `Comment=${oneLine(comment)}`,
    `Exec=${command.map(quote).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')

/** Desktops switch an entry off by a line in it instead of deleting it. */
export const isAutostartOn = (entry: string): boolean =>
  !/^\s*(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/im.test(entry)
