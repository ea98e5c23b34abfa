import { type ChildProcess, spawn } from 'node:child_process'
import type { Clock } from '../../../../shared/clock'
import { watchOver } from '../../watch-over'
import { createOutputCapture } from './capture-output'
import { callVariable, endGroup } from './process-group'

export interface ProcessOptions {
  file: string
  args: readonly string[]
  /** On Windows: the last argument is a command line, to be passed as it is. */
  isVerbatim?: boolean
  cwd: string
  env: Readonly<Record<string, string>>
  timeoutMs: number
  /** Unguessable: whatever carries it is ended with the command. */
  mark: string
  signal: AbortSignal
  onOutput(text: string): void
  after: Clock['after']
  platform: NodeJS.Platform
}

export interface ProcessEnd {
  /** Null when a signal ended it. */
  exitCode: number | null
  /** What it printed on both outputs, as it came. */
  output: string
  /** Why it was stopped; null when it ended by itself. */
  stopped: 'cancelled' | 'timeout' | 'flood' | null
}

/** A command that prints more has gone astray, bytes. */
const floodBytes = 64 * 1024 ** 2
/** How long outputs are waited for that somebody who got away still holds open, ms. */
const lingerMs = 1_000

/**
 * Runs a program in a group of its own, without a terminal and without input. Whatever it started ends when it does.
 * @throws Error when it cannot be started
 */
export async function runProcess(options: ProcessOptions): Promise<ProcessEnd> {
  const { file, args, cwd, env, mark, signal, after, platform } = options
  const capture = createOutputCapture()
  let stopped: ProcessEnd['stopped'] = null
  if (signal.aborted) return { exitCode: null, output: '', stopped: 'cancelled' }

  const child = spawn(file, [...args], {
    cwd,
    env: { ...env, [callVariable]: mark },
    stdio: ['ignore', 'pipe', 'pipe'],
    // The leader of a new group, and of a session without a terminal it could write to.
    detached: platform !== 'win32',
    windowsHide: true,
    windowsVerbatimArguments: options.isVerbatim === true,
  })
  const exited = exitOf(child)
  // Nobody else would: it has no input whose end it could see.
  const callOff = child.pid === undefined ? () => undefined : watchOver(child.pid)
  const endAll = async () => {
    if (child.pid !== undefined) await endGroup(child.pid, mark, platform)
  }

  function stop(reason: NonNullable<ProcessEnd['stopped']>): void {
    if (stopped !== null) return
    stopped = reason
    void endAll()
  }

  const closed = Promise.all(
    [child.stdout, child.stderr].map(output => {
      const decoder = new TextDecoder()
      output.on('data', (chunk: Buffer) => {
        capture.add(chunk)
        if (capture.bytes() > floodBytes) stop('flood')
        else options.onOutput(decoder.decode(chunk, { stream: true }))
      })
      return new Promise<void>(resolve => output.once('close', resolve))
    }),
  )

  const onAbort = () => stop('cancelled')
  signal.addEventListener('abort', onAbort, { once: true })
  const cancelTimeout = after(options.timeoutMs, () => stop('timeout'))
  try {
    const exitCode = await exited
    // What it left behind in the background ends as well.
    await endAll()
    const { promise: lingered, resolve: giveUp } = Promise.withResolvers<void>()
    const cancelLinger = after(lingerMs, giveUp)
    await Promise.race([closed, lingered])
    cancelLinger()
    return { exitCode, output: capture.text(), stopped }
  } finally {
    callOff()
    cancelTimeout()
    signal.removeEventListener('abort', onAbort)
    child.stdout.destroy()
    child.stderr.destroy()
  }
}

const exitOf = (child: ChildProcess) =>
  new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', code => resolve(code))
  })
