import type { UntrustedKind } from '../../../../shared/entities'
import { makeVisible } from '../../approvals/shown-text'

/**
 * Programs that run what their arguments or files say: today's call may do something else than yesterday's, so that none is
 * remembered. Not a fence: what is missing here is still asked for once and remembered for these arguments only.
 */
const runsOthers: ReadonlySet<string> = new Set(
  `sh bash dash zsh ksh mksh fish csh tcsh ash rbash busybox toybox cmd powershell pwsh wsl
   env xargs sudo su doas pkexec runuser setpriv chroot unshare nsenter nohup setsid timeout nice ionice chrt taskset
   stdbuf time watch parallel script expect tmux screen at batch crontab systemd-run flatpak snap start
   ssh scp sftp rsync docker podman kubectl lxc vagrant ansible
   python pypy ruby perl node deno bun php lua tclsh rscript r julia java jshell groovy scala kotlin swift osascript wscript
   awk gawk mawk nawk sed ed ex vi vim nvim emacs nano less more man most gdb lldb strace ltrace
   make gmake cmake ninja just rake gradle mvn ant bazel npm npx pnpm yarn corepack pip pipx uv uvx poetry cargo go dotnet tox
   composer bundle gem ld ld.so ldconfig tcpdump zip tar cpio m4 dc jq yq xdg-open open`.split(/\s+/),
)

/** Programs that only show what is in the folder. */
const looksOnly: ReadonlySet<string> = new Set(
  `ls cat head tail wc sort uniq cut tr nl tac rev column fold grep egrep fgrep rg tree stat file du df pwd date whoami uname
   echo printf basename dirname realpath readlink diff cmp comm md5sum sha1sum sha256sum sha512sum cksum true false`.split(
    /\s+/,
  ),
)

const gitLooks: ReadonlySet<string> = new Set([
  'status',
  'diff',
  'log',
  'show',
  'branch',
  'ls-files',
  'rev-parse',
  'blame',
])

/** `/usr/bin/python3.11` → `python`, so that no version needs an entry. */
export function programName(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase()
  return name.replace(/\.(exe|com)$/, '').replace(/[-.]?\d+(\.\d+)*$/, '') || name
}

/** Options that have a harmless program run another, or write where it was told to. */
const runsByOption =
  /^(-c|--config-env(=.*)?|--exec-path(=.*)?|-exec|-execdir|-ok|-okdir|-delete|-fprint.*|-fls|--pre(=.*)?|--ext-diff|--output(=.*)?|--upload-pack(=.*)?|--compress-program(=.*)?)$/

/** What a shell, or an expression of some other language, gives a meaning to. */
const metacharacters = /[`$;|&<>\n\r\t]/

/** Letters that are not of the alphabet commands are written in may pass for others. */
const isPlain = (text: string) => /^[\x20-\x7e]*$/.test(text) && makeVisible(text) === text

export interface JudgedProgram {
  /** Of the file it is found at, and of the one that really runs. */
  names: readonly string[]
  args: readonly string[]
  isInWorkspace: boolean
}

export function canRemember({ names, args, isInWorkspace }: JudgedProgram): boolean {
  return (
    !isInWorkspace &&
    !names.some(name => runsOthers.has(programName(name))) &&
    args.every(
      argument => isPlain(argument) && !metacharacters.test(argument) && !runsByOption.test(argument),
    )
  )
}

/**
 * Whether what it prints may be what others wrote: anything may, unless the program cannot have got it anywhere but from the
 * workspace.
 */
export function outputTaint(
  program: JudgedProgram | null,
  about: { leadsOutside: boolean; network: boolean; cutsNetwork: boolean },
): UntrustedKind | undefined {
  if (about.network) return 'web'
  const elsewhere: UntrustedKind = about.cutsNetwork ? 'file' : 'web'
  if (program === null || about.leadsOutside || !canRemember(program)) return elsewhere
  if (about.cutsNetwork) return undefined
  const [name = ''] = program.names.map(programName)
  const [subcommand = ''] = program.args
  return looksOnly.has(name) || (name === 'git' && gitLooks.has(subcommand)) ? undefined : elsewhere
}

/** `а (U+0430)` for a letter that may pass for another; null when there is none. */
export function strangeLetters(text: string): string | null {
  const found = new Set(text.match(/[^\x00-\x7f]/gu) ?? [])
  if (found.size === 0) return null
  const names = [...found].slice(0, 5).map(character => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    return makeVisible(character) === character ? `${character} (U+${code})` : `U+${code}`
  })
  return `${names.join(', ')}${found.size > 5 ? ', …' : ''}`
}
