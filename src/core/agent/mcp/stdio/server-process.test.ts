import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isProcessAlive, processIdentity } from '../../../config/process-identity'
import { bundleProgram } from '../../../testing/bundle-program'
import { scriptedServer } from '../testing/open-servers'

/** Stands for a coordinator: starts the program it is told, and does nothing more. */
const holder = `
import { startServerProcess } from './process.mjs'
const [command, ...args] = process.argv.slice(2)
const clock = { after: (ms, task) => { const timer = setTimeout(task, ms); return () => clearTimeout(timer) } }
startServerProcess({ command, args, cwd: process.cwd(), env: {}, clock })
setInterval(() => undefined, 1000)
`

const isRunning = (pid: number) => isProcessAlive(pid) && !(processIdentity(pid) ?? '').endsWith('/ended')

it.skipIf(process.platform === 'win32')(
  'ends a server and all it started when harombe is killed with SIGKILL, even one that heeds nothing',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'harombe-killed-'))
    const file = join(directory, 'pids')
    const program = await bundleProgram({ process: join(import.meta.dirname, 'server-process.ts') }, holder)
    try {
      const args = [program.path, process.execPath, scriptedServer, 'grandchild', file]
      const coordinator = spawn(process.execPath, args, { stdio: 'ignore' })
      const pids = () => {
        try {
          return readFileSync(file, 'utf8').split(' ').map(Number)
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
