import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface CoordinatorProcess {
  readonly startedAt: number
  /** Where it listens; null when it ended before it could say. */
  ready: Promise<string | null>
  stop(): void
  resume(): void
  /** kill -9; resolves when nothing of it runs any more. */
  kill(): Promise<void>
}

export function startCoordinator(program: string, dataDirectory: string): CoordinatorProcess {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [program, 'coordinator', dataDirectory], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const gone = once(child, 'exit')
  const ready = Promise.withResolvers<string | null>()
  child.on('message', (message: { endpoint: string }) => ready.resolve(message.endpoint))
  child.once('exit', () => ready.resolve(null))
  return {
    startedAt,
    ready: ready.promise,
    stop: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}
