import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isProcessAlive, processIdentity } from '../../../config/process-identity'
import { bundleProgram } from '../../../testing/bundle-program'

/** Stands for a coordinator without a fence: runs the command it is told, and does nothing more. */
const holder = `
import { runProcess } from './process.mjs'
const [command, cwd] = process.argv.slice(2)
const after = (ms, task) => { const timer = setTimeout(task, ms); return () => clearTimeout(timer) }
const { signal } = new AbortController()
const { env, platform } = process
const how = { cwd, env, timeoutMs: 60_000, mark: 'm', signal, onOutput() {}, after, platform }
await runProcess({ file: '/bin/sh', args: ['-c', command], ...how })
`

const isRunning = (pid: number) => isProcessAlive(pid) && !(processIdentity(pid) ?? '').endsWith('/ended')

it.skipIf(process.platform === 'win32')(
  'a command ends with harombe, even when that is killed with SIGKILL',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'harombe-killed-'))
    const program = await bundleProgram({ process: join(import.meta.dirname, 'run-process.ts') }, holder)
    try {
      const command = 'trap "" TERM HUP; sleep 600 & echo $$ $! > pids.part; mv pids.part pids; wait'
      const coordinator = spawn(process.execPath, [program.path, command, directory], { stdio: 'ignore' })
      const pids = () => {
        try {
          return readFileSync(join(directory, 'pids'), 'utf8').trim().split(' ').map(Number)
        } catch {
          return []
        }
      }
      await expect.poll(() => pids().length, { timeout: 10_000 }).toBe(2)
      expect(pids().map(isRunning)).toEqual([true, true])
      coordinator.kill('SIGKILL')
      await expect.poll(() => pids().map(isRunning), { timeout: 10_000 }).toEqual([false, false])
    } finally {
      program.remove()
      rmSync(directory, { recursive: true })
    }
  },
)
