import { type ChildProcess, fork as forkChild } from 'node:child_process'
import { EventEmitter } from 'node:events'
import type { ForkOptions } from 'electron'

/** What Electron puts into a utility process; here the process is a plain Node. */
const parentPort = `
import { EventEmitter } from 'node:events'
process.parentPort = Object.assign(new EventEmitter(), { postMessage: message => process.send(message) })
process.on('message', data => process.parentPort.emit('message', { data }))
process.on('disconnect', () => process.parentPort.emit('close'))
`

class UtilityProcessDouble extends EventEmitter {
  readonly stdout
  readonly stderr
  readonly #child: ChildProcess

  constructor(modulePath: string) {
    super()
    this.#child = forkChild(modulePath, [], {
      execArgv: ['--import', `data:text/javascript,${encodeURIComponent(parentPort)}`],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.stdout = this.#child.stdout
    this.stderr = this.#child.stderr
    this.#child.on('message', message => this.emit('message', message))
    this.#child.on('close', code => this.emit('exit', code ?? 9))
  }

  get pid() {
    return this.#child.pid
  }

  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object, () => undefined)
  }

  kill(): boolean {
    return this.#child.kill()
  }
}

/** Electron's `utilityProcess`, with real processes of plain Node. `record` is told of every fork. */
export function createUtilityProcessDouble(record: (modulePath: string, options: ForkOptions) => void) {
  return {
    fork(modulePath: string, _args: string[], options: ForkOptions) {
      record(modulePath, options)
      return new UtilityProcessDouble(modulePath) as unknown as Electron.UtilityProcess
    },
  } as unknown as Pick<typeof Electron.UtilityProcess, 'fork'>
}
