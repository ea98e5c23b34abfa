import { spawn, spawnSync } from 'node:child_process'
import { cliCommand } from './run-cli'

/** util-linux has `script -c`; that of BSD takes the command as arguments. */
function scriptArguments(command: readonly string[]): string[] | null {
  const quoted = command.map(part => `'${part.replaceAll("'", `'\\''`)}'`).join(' ')
  if (process.platform === 'linux') return ['-qfec', `stty cols 100 rows 40; ${quoted}`, '/dev/null']
  return process.platform === 'darwin' ? ['-q', '/dev/null', ...command] : null
}

/** Why there is no pseudo-terminal for tests here; null where there is one. */
export function whyNoPseudoTerminal(): string | null {
  if (scriptArguments([]) === null) return 'this system has no `script` to open a pseudo-terminal with'
  const found = spawnSync('script', ['--version'])
  return found.error === undefined ? null : '`script` is not installed, which opens a pseudo-terminal'
}

export interface PseudoTerminal {
  /** All that was shown, with colours and moves of the cursor. */
  shown(): string
  type(keys: string): void
  /** Once `text` stands there, after what was there at the last call. @throws Error with what is there instead, after 30 s */
  until(text: string): Promise<void>
  /** Exit code of the program. */
  ended: Promise<number | null>
}

/** The built CLI on a terminal of its own, as a person uses it. */
export function openPseudoTerminal(
  args: readonly string[],
  home: string,
  env: NodeJS.ProcessEnv = {},
): PseudoTerminal {
  const child = spawn('script', scriptArguments(cliCommand(args)) ?? [], {
    env: { ...process.env, HAROMBE_HOME: home, TERM: 'xterm', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let shown = ''
  let seen = 0
  const watchers = new Set<() => void>()
  child.stdout.on('data', chunk => {
    shown += String(chunk)
    for (const look of watchers) look()
  })
  return {
    shown: () => shown,
    type: keys => void child.stdin.write(keys),
    until(text) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          watchers.delete(look)
          reject(
            new Error(`${JSON.stringify(text)} never stood there, but ${JSON.stringify(shown.slice(seen))}`),
          )
        }, 30_000)
        const look = () => {
          const at = shown.indexOf(text, seen)
          if (at < 0) return
          seen = at + text.length
          clearTimeout(timer)
          watchers.delete(look)
          resolve()
        }
        watchers.add(look)
        look()
      })
    },
    ended: new Promise(resolve => child.on('close', resolve)),
  }
}
