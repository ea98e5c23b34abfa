import { spawn } from 'node:child_process'

/**
 * Reads until whoever holds the other end of its input is gone, however that came about, then ends the group. It asks for
 * nothing but a shell, so it works where there is no such thing as a parent-death signal, and it gets the grandchildren too.
 */
const watchdogScript = 'while read -r _; do :; done; kill -KILL "-$1" 2>/dev/null'

/**
 * Ends a process group when harombe itself is killed, which it would outlive. Returns how to call it off; on Windows there is none.
 * @param pid of the group's leader
 */
export function watchOver(pid: number): () => void {
  if (process.platform === 'win32') return () => undefined
  const watchdog = spawn('/bin/sh', ['-c', watchdogScript, 'harombe-watchdog', String(pid)], {
    detached: true,
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  // Without it a server still sees its input end, and a command its time.
  watchdog.on('error', () => undefined)
  watchdog.stdin.on('error', () => undefined)
  watchdog.unref()
  // Before its input ends, or it would act. Of one that did not start, the signal would go to our own group.
  return () => {
    if (watchdog.pid !== undefined) watchdog.kill('SIGKILL')
  }
}
