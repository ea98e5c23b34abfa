import { existsSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

export interface NpmCommand {
  command: string
  /** What stands before npm's own arguments. */
  args: readonly string[]
  /** Windows runs a .cmd file through its shell only. */
  shell: boolean
}

export interface NpmSurroundings {
  platform: NodeJS.Platform
  env: Readonly<Record<string, string | undefined>>
  /** The Node that runs us, when it can run a script; null in Electron, whose binary cannot. */
  node: string | null
  exists(path: string): boolean
  realPath(path: string): string
}

/** Places that the PATH of a program started from a dock or a menu often lacks. */
const usualPlaces: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['/opt/homebrew/bin', '/usr/local/bin'],
  linux: ['/usr/local/bin', '/usr/bin'],
}

/**
 * How to run npm; null when this machine has none. Run by the Node that runs us where that is possible: the one of the
 * machine may be too old for it.
 */
export function findNpm({ platform, env, node, exists, realPath }: NpmSurroundings): NpmCommand | null {
  const isWindows = platform === 'win32'
  const script = ['node_modules', 'npm', 'bin', 'npm-cli.js']
  const folders = [
    ...(env.PATH ?? env.Path ?? '').split(isWindows ? ';' : delimiter).filter(part => part !== ''),
    ...(usualPlaces[platform] ?? []),
  ]
  const byNode = (path: string): NpmCommand | null =>
    node === null ? null : { command: node, args: [path], shell: false }

  const calledBy = env.npm_execpath
  if (node !== null && calledBy !== undefined && /npm-cli\.c?js$/.test(calledBy) && exists(calledBy)) {
    return byNode(calledBy)
  }
  for (const folder of node === null ? folders : [dirname(node), ...folders]) {
    const command = join(folder, isWindows ? 'npm.cmd' : 'npm')
    if (!exists(command)) continue
    const beside = isWindows ? join(folder, ...script) : realPath(command)
    const isScript = beside.endsWith('npm-cli.js') && exists(beside)
    const started = isScript ? byNode(beside) : null
    return started ?? { command, args: [], shell: isWindows }
  }
  return null
}

export const thisMachine = (): NpmSurroundings => ({
  platform: process.platform,
  env: process.env,
  node: 'electron' in process.versions ? null : process.execPath,
  exists: existsSync,
  realPath: path => realpathSync(path),
})
