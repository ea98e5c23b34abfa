import { type ExecFileException, execFile } from 'node:child_process'

export interface CommandOptions {
  signal: AbortSignal
  /** Milliseconds; default 3,000. */
  timeoutMs?: number | undefined
}

export type CommandResult =
  | { status: 'ok'; stdout: string }
  /** No such program. */
  | { status: 'absent' }
  /** It ran and said no. `output` is what it printed, errors first. */
  | { status: 'failed'; exitCode: number | null; stdout: string; output: string }
  | { status: 'timed-out'; timeoutMs: number }
  | { status: 'cancelled' }

/** Never rejects. */
export type RunCommand = (
  file: string,
  args: readonly string[],
  options: CommandOptions,
) => Promise<CommandResult>

const defaultTimeoutMs = 3_000
const maximumOutputBytes = 1024 * 1024

function interpret(error: ExecFileException | null, stdout: string, stderr: string): CommandResult {
  if (error === null) return { status: 'ok', stdout }
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return { status: 'absent' }
  const exitCode = typeof error.code === 'number' ? error.code : null
  // A tool that never started printed nothing: then the reason is all there is.
  const output = [stderr, stdout, error.message].filter(text => text.trim() !== '').join('\n')
  return { status: 'failed', exitCode, stdout, output }
}

/**
 * Runs a program without a shell, in the C locale so that its numbers read the same everywhere, with at most 1 MiB of
 * output.
 *
 * A program that hangs in its driver cannot be killed, and one that left a child behind never closes its pipes: in both
 * cases execFile's own timeout waits for ever. So the time limit here lets go of the process instead of waiting for it.
 */
export const runCommand: RunCommand = (file, args, { signal, timeoutMs = defaultTimeoutMs }) =>
  new Promise(resolve => {
    if (signal.aborted) return resolve({ status: 'cancelled' })
    let abandon: (result: CommandResult) => void = resolve
    const onAbort = () => abandon({ status: 'cancelled' })
    const timer = setTimeout(() => abandon({ status: 'timed-out', timeoutMs }), timeoutMs)
    const settle = (result: CommandResult) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      resolve(result)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      const child = execFile(
        file,
        [...args],
        {
          encoding: 'utf8',
          maxBuffer: maximumOutputBytes,
          windowsHide: true,
          env: { ...process.env, LC_ALL: 'C' },
        },
        (error, stdout, stderr) => settle(interpret(error, stdout, stderr)),
      )
      child.stdin?.end()
      // A program that is gone before it read its input is no fault of ours.
      child.stdin?.on('error', () => {})
      abandon = result => {
        settle(result)
        // One that was not found has no pid yet no end either, and its handle would signal pid 0: our own group, us among it.
        if (child.pid !== undefined) child.kill('SIGKILL')
        child.stdout?.destroy()
        child.stderr?.destroy()
        child.unref()
      }
    } catch (error) {
      // Some reasons why a program cannot start are thrown instead of reported.
      settle(interpret(error instanceof Error ? error : new Error(String(error)), '', ''))
    }
  })

/** Runs the first of several places where a program may be installed. */
export async function runFirstPresent(
  run: RunCommand,
  files: readonly string[],
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  for (const file of files) {
    const result = await run(file, args, options)
    if (result.status !== 'absent') return result
  }
  return { status: 'absent' }
}
