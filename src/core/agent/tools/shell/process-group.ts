import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'

/** Carried by every process a command starts, and by theirs, wherever they have moved themselves. */
export const callVariable = 'HAROMBE_CALL'

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended, or is not ours any more.
  }
}

/** Processes that were started with this mark in their environment: also those that left the group. Linux only. */
async function markedProcesses(mark: string): Promise<number[]> {
  const entries = await readdir('/proc').catch(() => [])
  const pids = entries.filter(name => /^\d+$/.test(name)).map(Number)
  const found = await Promise.all(
    pids.map(async pid => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
      return environment.split('\0').includes(`${callVariable}=${mark}`) ? [pid] : []
    }),
  )
  return found.flat()
}

/** While processes are being ended others may be started. */
const mostRounds = 10

/**
 * Ends a command with all it started: its group, and on Linux whatever carries its mark. Whoever clears its environment and
 * leaves the group gets away; in a sandbox with processes of its own nobody does.
 */
export async function endGroup(pid: number, mark: string, platform: NodeJS.Platform): Promise<void> {
  if (platform === 'win32') {
    await new Promise<void>(resolve => {
      const killer = spawn('taskkill', ['/pid', String(pid), '/t', '/f'], {
        windowsHide: true,
        stdio: 'ignore',
      })
      killer.on('error', () => resolve())
      killer.on('exit', () => resolve())
    })
    return
  }
  signalProcess(-pid, 'SIGKILL')
  if (platform !== 'linux') return
  for (let round = 0; round < mostRounds; round += 1) {
    const left = await markedProcesses(mark)
    if (left.length === 0) return
    for (const other of left) signalProcess(other, 'SIGKILL')
  }
}
