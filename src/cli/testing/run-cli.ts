import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The built CLI, as a user runs it. `npm test` builds it first. */
const builtCli = join(import.meta.dirname, '..', '..', '..', 'out', 'main', 'cli.js')

/** What is built into it; tests and what only they use are not. */
const sources = ['core', 'shared', 'cli'].map(name => join(import.meta.dirname, '..', '..', name))
const isBuilt = (path: string) =>
  path.endsWith('.ts') && !/\.(?:test|fixture)\.ts$/.test(path) && !/[\\/]testing[\\/]/.test(path)

/** The first file under `folders` that was changed after `sinceMs`; null when none was. */
export function findNewer(folders: readonly string[], sinceMs: number): string | null {
  for (const folder of folders) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(folder, name)
      // A file may be replaced while this looks.
      const changedMs = isBuilt(path) ? (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) : 0
      if (changedMs > sinceMs) return path
    }
  }
  return null
}

let isKnownFresh = false

/** Tests of an old build would prove nothing of the source they stand beside. */
function assertFresh(): void {
  if (isKnownFresh) return
  if (!existsSync(builtCli)) throw new Error(`${builtCli} is missing: run \`npm run build\` first`)
  const newer = findNewer(sources, statSync(builtCli).mtimeMs)
  if (newer !== null) throw new Error(`${builtCli} is older than ${newer}: run \`npm run build\` again`)
  isKnownFresh = true
}

/** Of a build that is as new as its sources, for those who start it by themselves. */
export function cliPath(): string {
  assertFresh()
  return builtCli
}

export interface CliResult {
  code: number | null
  stdout: string
  stderr: string
}

/** The program and its arguments. @throws Error when the build is older than the sources */
export const cliCommand = (args: readonly string[]): string[] => [process.execPath, cliPath(), ...args]

export function startCliProcess(
  args: readonly string[],
  home: string,
  env: NodeJS.ProcessEnv = {},
  stdout: 'pipe' | number = 'pipe',
): ChildProcess {
  return spawn(process.execPath, [cliPath(), ...args], {
    env: { ...process.env, HAROMBE_HOME: home, NO_COLOR: '1', ...env },
    stdio: ['ignore', stdout, 'pipe'],
  })
}

export async function runCli(args: readonly string[], home: string): Promise<CliResult> {
  const child = startCliProcess(args, home)
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', chunk => {
    stdout += String(chunk)
  })
  child.stderr?.on('data', chunk => {
    stderr += String(chunk)
  })
  const code = await new Promise<number | null>(resolve => child.on('close', resolve))
  return { code, stdout, stderr }
}

/** The last line of stdout as JSON. */
export function lastJson({ stdout, stderr }: CliResult): Record<string, unknown> {
  const line = stdout.trim().split('\n').at(-1) ?? ''
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    throw new Error(`not JSON: ${stdout}\n${stderr}`)
  }
}

/** How a command that stays ends when it is told to: Windows has no signals, so there it is simply ended. */
export const stoppedCode = process.platform === 'win32' ? null : 0

export interface Served {
  /** The first line it printed, parsed. */
  info: Record<string, unknown>
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** A command that stays (`serve`, `simulate`, `demo`), started with --json; resolves once it has said where it is. */
export async function startCli(
  args: readonly string[],
  home: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Served> {
  const child = startCliProcess([...args, '--json'], home, env)
  const exited = new Promise<number | null>(resolve => child.on('close', resolve))
  let output = ''
  const info = await new Promise<Record<string, unknown>>((resolve, reject) => {
    child.stdout?.on('data', chunk => {
      output += String(chunk)
      const [line] = output.split('\n', 1)
      if (line !== undefined && output.includes('\n')) resolve(JSON.parse(line) as Record<string, unknown>)
    })
    child.stderr?.on('data', chunk => {
      output += String(chunk)
    })
    void exited.then(code => reject(new Error(`exited with ${code}: ${output}`)))
  })
  return {
    info,
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return exited
    },
  }
}
