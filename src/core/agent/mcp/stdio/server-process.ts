import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import type { Clock } from '../../../../shared/clock'
import { watchOver } from '../../watch-over'
import { mcpLimits as limits } from '../limits'

export interface ServerProcess {
  readonly child: ChildProcessWithoutNullStreams
  /** Resolves with how it ended, in a sentence, also when it never began. Never rejects. */
  readonly ended: Promise<string>
  /** Closes its input, then ends it and all it started, more and more firmly. Resolves when it is gone. Idempotent. */
  stop(): Promise<void>
}

export interface ProcessOptions {
  command: string
  args: readonly string[]
  cwd: string
  env: Readonly<Record<string, string>>
  clock: Pick<Clock, 'after'>
}

function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (process.platform === 'win32') {
      spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true }).on(
        'error',
        () => undefined,
      )
    } else process.kill(-pid, signal)
  } catch {
    // It is gone already.
  }
}

const howItEnded = (code: number | null, signal: string | null) =>
  signal === null ? `The program ended with exit code ${code}.` : `The program was ended by ${signal}.`

/** Starts a server as the head of a process group of its own. */
export function startServerProcess({ command, args, cwd, env, clock }: ProcessOptions): ServerProcess {
  const { promise: ended, resolve } = Promise.withResolvers<string>()
  const child = spawn(command, [...args], {
    cwd,
    env: { ...env },
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const { pid } = child
  const callOff = pid === undefined ? () => undefined : watchOver(pid)
  child.on('error', error => {
    const isMissing = 'code' in error && error.code === 'ENOENT'
    if (pid === undefined)
      resolve(
        isMissing
          ? `There is no program "${command}", or no folder ${cwd}.`
          : `The program could not be started: ${error.message}.`,
      )
  })
  child.on('exit', (code, signal) => {
    callOff()
    // What it started must not outlive it: nobody would ever speak to that again.
    if (pid !== undefined) signalGroup(pid, 'SIGKILL')
    resolve(howItEnded(code, signal))
  })
  // A program that stops reading is no fault that could be handled here; its end is.
  child.stdin.on('error', () => undefined)

  let stopping: Promise<void> | null = null
  async function end(): Promise<void> {
    child.stdin.end()
    if (pid === undefined) return
    const cancels = [
      clock.after(limits.exitGrace, () => signalGroup(pid, 'SIGTERM')),
      clock.after(limits.exitGrace * 2, () => signalGroup(pid, 'SIGKILL')),
    ]
    await ended
    for (const cancel of cancels) cancel()
  }
  return {
    child,
    ended,
    stop() {
      stopping ??= end()
      return stopping
    },
  }
}
