import { readFile, realpath, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { SandboxView } from '../../../../shared/contract/agent'
import type { RunCommand } from '../../../hardware/run-command'
import { deniedGroups } from '../files/deny-list-data'
import { isInside } from './environment'
import { findProgram } from './find-program'

export interface FencedCommand {
  file: string
  args: readonly string[]
}

export interface FenceOptions {
  /** Absolute, real: all that may be written to. */
  workspace: string
  cwd: string
  network: boolean
}

/** How commands are kept from what they need not touch. */
export interface Sandbox {
  readonly view: SandboxView
  readonly cutsNetwork: boolean
  /** Whether each command has a world of processes of its own, which ends with it. */
  readonly ownsProcesses: boolean
  wrap(command: FencedCommand, options: FenceOptions): Promise<FencedCommand>
}

export interface SandboxOptions {
  platform: NodeJS.Platform
  run: RunCommand
  /** Folders programs are looked for in. */
  folders: readonly string[]
  /** harombe's own places: never seen by a command. Absolute; they need not exist. */
  own: readonly string[]
}

/** Seconds of processor time, for each process. */
const cpuSeconds = 120

/** Of what file tools may not even read, this may be seen, or hardly any program would work: it cannot be written to in there. */
const mayBeSeen: ReadonlySet<string> = new Set([
  '~/.gitconfig',
  '~/.config/git',
  '~/.local/bin',
  '~/bin',
  '~/.cargo/env',
  '/proc',
  '/sys',
  '/dev',
  '/run',
  '/var/run',
])

const absolute = (path: string) => (path.startsWith('~') ? join(homedir(), path.slice(1)) : path)

function secretPlaces(platform: NodeJS.Platform): string[] {
  return deniedGroups(platform)
    .filter(({ access }) => access === 'all')
    .flatMap(({ paths }) => paths)
    .filter(path => !mayBeSeen.has(path))
    .map(absolute)
}

/** What is denied and seen all the same, should the workspace hold it: a home folder has what shells run when they start. */
async function readOnlyIn(workspace: string, platform: NodeJS.Platform): Promise<string[]> {
  const binds = await Promise.all(
    deniedGroups(platform)
      .flatMap(({ access, paths }) => paths.filter(path => access !== 'all' || mayBeSeen.has(path)))
      .map(async path => {
        const real = await realpath(absolute(path)).catch(() => null)
        return real !== null && isInside(workspace, real) ? ['--ro-bind', real, real] : []
      }),
  )
  return binds.flat()
}

const kindOf = (path: string) =>
  stat(path).then(
    found => (found.isDirectory() ? ('folder' as const) : ('file' as const)),
    () => null,
  )

/** Covers what is there: a folder by an empty one, a file by nothing. */
async function cover(paths: readonly string[]): Promise<string[]> {
  const covers = await Promise.all(
    paths.map(async path => {
      const kind = await kindOf(path)
      if (kind === null) return []
      const real = await realpath(path)
      return kind === 'folder' ? ['--tmpfs', real] : ['--ro-bind', '/dev/null', real]
    }),
  )
  return covers.flat()
}

/** Where names are looked up stands behind a link into /run on many systems. */
async function nameServers(): Promise<string[]> {
  try {
    const real = await realpath('/etc/resolv.conf')
    return real.startsWith('/run/') ? ['--ro-bind', real, real] : []
  } catch {
    return []
  }
}

const base = [
  '--die-with-parent',
  '--new-session',
  '--unshare-pid',
  '--unshare-ipc',
  '--unshare-uts',
  '--unshare-cgroup-try',
  ...['--ro-bind', '/', '/'],
  ...['--dev', '/dev'],
  ...['--proc', '/proc'],
  // Sockets of other programs, and what they keep for a while.
  ...['--tmpfs', '/tmp'],
  ...['--tmpfs', '/var/tmp'],
  ...['--tmpfs', '/run'],
]

/** So many processes more than there are now: the system counts them for the user, not for a command. */
const furtherProcesses = 1024

/** Counts threads, of everybody: never less than the user's own. */
async function mostProcesses(): Promise<number | null> {
  const load = await readFile('/proc/loadavg', 'utf8').catch(() => '')
  const found = /\d+\/(\d+)/.exec(load)?.[1]
  return found === undefined ? null : Number(found) + furtherProcesses
}

/** What the processor gives it, and how many processes it may become, where there is a program that sets such limits. */
async function limited(prlimit: string | null, command: FencedCommand): Promise<FencedCommand> {
  if (prlimit === null) return command
  const processes = await mostProcesses()
  const limits = [
    ...[`--cpu=${cpuSeconds}:${cpuSeconds + 5}`, '--core=0'],
    ...(processes === null ? [] : [`--nproc=${processes}`]),
  ]
  return { file: prlimit, args: [...limits, '--', command.file, ...command.args] }
}

/** Finds out once how commands can be fenced in here: not what is installed counts but what works. */
export async function detectSandbox(options: SandboxOptions, signal: AbortSignal): Promise<Sandbox> {
  const { platform, run, folders, own } = options
  const find = async (name: string) =>
    platform === 'linux' ? ((await findProgram(name, { folders, cwd: '/', platform }))?.path ?? null) : null
  const prlimit = await find('prlimit')
  const bubblewrap = await find('bwrap')
  const trial =
    bubblewrap === null ? null : await run(bubblewrap, [...base, '--unshare-net', '--', 'true'], { signal })
  if (bubblewrap === null || trial?.status !== 'ok') {
    return {
      view: { kind: 'none', text: withoutFence(platform, bubblewrap !== null) },
      cutsNetwork: false,
      ownsProcesses: false,
      wrap: command => limited(prlimit, command),
    }
  }
  return {
    view: {
      kind: 'bubblewrap',
      text: 'Commands run in bubblewrap: they can write to the workspace only, see neither keys nor what harombe keeps, and reach the network only when that was allowed with the command.',
    },
    cutsNetwork: true,
    ownsProcesses: true,
    async wrap(command, { workspace, cwd, network }) {
      const args = [
        ...base,
        ...(network ? await nameServers() : ['--unshare-net']),
        ...['--bind', workspace, workspace],
        ...(await readOnlyIn(workspace, platform)),
        // Last, so that nothing that is bound uncovers it.
        ...(await cover([...own, ...secretPlaces(platform)])),
        ...['--chdir', cwd],
        ...['--', command.file, ...command.args],
      ]
      return limited(prlimit, { file: bubblewrap, args })
    },
  }
}

function withoutFence(platform: NodeJS.Platform, isInstalled: boolean): string {
  const meaning = 'Commands are not fenced in: what you allow can do all that you can.'
  if (platform !== 'linux') return `${meaning} On this system harombe knows no fence.`
  return isInstalled
    ? `${meaning} bubblewrap is installed but does not work here; the system may not allow user namespaces.`
    : `${meaning} Install bubblewrap (the package is called bubblewrap) and start harombe again.`
}
