import { type ChildProcess, execFileSync, spawn } from 'node:child_process'

/** Two hosts on one machine, each with a network of its own, joined by a cable: as far as the kernel knows, two computers. */
export interface TwoHosts {
  /** Names for `run`, with their addresses. */
  hosts: readonly [Host, Host]
  /** Starts a program there. */
  run(host: Host, command: string, args: readonly string[], environment?: NodeJS.ProcessEnv): ChildProcess
  /** Pulls the cable of that host, or puts it back. */
  plug(host: Host, isIn: boolean): void
  remove(): void
}

export interface Host {
  name: string
  interfaceName: string
  address: string
}

const ip = (...args: string[]) =>
  execFileSync('ip', args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' })

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const text = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr : error.message
  return text.trim().split('\n')[0] ?? ''
}

/** Null with the reason where the system does not allow it: it takes Linux, iproute2 and the right to make networks. */
export function connectTwoHosts(): { net: TwoHosts; reason: null } | { net: null; reason: string } {
  if (process.platform !== 'linux') return { net: null, reason: 'network namespaces are a thing of Linux' }
  const mark = `${process.pid % 100_000}${Math.floor(Math.random() * 1000)}`
  const make = (letter: string, last: number): Host => ({
    name: `hrb-e-${mark}${letter}`,
    interfaceName: `hrbe${mark}${letter}`,
    address: `10.213.77.${last}`,
  })
  const hosts = [make('a', 1), make('b', 2)] as const
  const [a, b] = hosts
  const made: Host[] = []
  const remove = () => {
    for (const { name } of made.splice(0)) ip('netns', 'del', name)
  }
  const configure = ({ name, interfaceName, address }: Host) => {
    ip('-n', name, 'address', 'add', `${address}/24`, 'dev', interfaceName)
    ip('-n', name, 'link', 'set', 'lo', 'up')
    ip('-n', name, 'link', 'set', interfaceName, 'up')
    ip('-n', name, 'route', 'replace', 'default', 'dev', interfaceName)
  }
  try {
    for (const host of hosts) {
      ip('netns', 'add', host.name)
      made.push(host)
    }
    ip(
      '-n',
      a.name,
      'link',
      'add',
      a.interfaceName,
      'type',
      'veth',
      'peer',
      'name',
      b.interfaceName,
      'netns',
      b.name,
    )
    for (const host of hosts) configure(host)
  } catch (error) {
    try {
      remove()
    } catch {
      // What could not be made cannot be removed; the first reason is the one to tell.
    }
    return { net: null, reason: `network namespaces cannot be made here: ${describe(error)}` }
  }
  const net: TwoHosts = {
    hosts,
    run: (host, command, args, environment) =>
      spawn('ip', ['netns', 'exec', host.name, command, ...args], {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: { ...process.env, ...environment },
      }),
    plug(host, isIn) {
      const { name, interfaceName } = host
      ip('-n', name, 'link', 'set', interfaceName, isIn ? 'up' : 'down')
      // The kernel takes routes away with the link and does not bring them back.
      if (isIn) ip('-n', name, 'route', 'replace', 'default', 'dev', interfaceName)
    },
    remove,
  }
  return { net, reason: null }
}
