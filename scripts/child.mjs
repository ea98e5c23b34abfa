import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a child to its end. A signal to us is for the child: we pass it on and wait, so that nothing it writes is left
 * half-done and no process outlives the command that started it. (Ctrl-C reaches the whole group by itself.)
 * @returns how it ended; `interrupted` is the signal we were asked to stop by
 */
export async function follow(command, args, options = {}) {
  const { onStart, ...spawnOptions } = options
  let interrupted = null
  const child = spawn(command, args, spawnOptions)
  const forward = signal => {
    interrupted = signal
    if (signal !== 'SIGINT' || process.stdin.isTTY !== true) child.kill(signal)
  }
  for (const signal of stopSignals) process.on(signal, forward)
  onStart?.(child)
  const { code, signal } = await new Promise(resolve => {
    child.on('error', () => resolve({ code: 127, signal: null }))
    child.on('exit', (exitCode, exitSignal) => resolve({ code: exitCode, signal: exitSignal }))
  })
  for (const name of stopSignals) process.off(name, forward)
  return { code, signal, interrupted }
}

/** The exit code of a shell for a process that ended so. */
export function exitCodeOf({ code, signal }) {
  return code ?? 128 + (constants.signals[signal] ?? 0)
}
