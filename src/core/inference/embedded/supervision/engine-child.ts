import { fork } from 'node:child_process'

/** A started engine process, whichever host started it. */
export interface EngineChild {
  readonly pid: number | undefined
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** What it writes to stdout and stderr, in pieces. */
  onOutput(listener: (text: string) => void): void
  /** Once, with how it ended: `signal SIGKILL`, `exit code 1`. */
  onExit(listener: (how: string) => void): void
  /** At once and without asking it. */
  kill(): void
}

/** @param entry path of the built engine process */
export type StartEngineProcess = (entry: string) => EngineChild

/** For hosts that are plain Node. */
export const forkEngineProcess: StartEngineProcess = entry => {
  const child = fork(entry, [], {
    // Flags of this process, a debugger's port among them, are not for that one.
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    windowsHide: true,
  })
  return {
    pid: child.pid,
    // To a process that just ended nothing can be said; its end is told by onExit.
    send: message => void (child.connected && child.send(message as object, () => undefined)),
    onMessage: listener => void child.on('message', listener),
    onOutput(listener) {
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', (text: string) => listener(text))
      }
    },
    onExit(listener) {
      let isOver = false
      const once = (how: string) => {
        if (!isOver) listener(how)
        isOver = true
      }
      child.once('error', error => once(`it could not be started: ${error.message}`))
      // Not `exit`: only now has everything been read that it said.
      child.once('close', (code, signal) => once(signal === null ? `exit code ${code}` : `signal ${signal}`))
    },
    kill() {
      // Of one that did not start, the signal would go to our own group.
      if (child.pid !== undefined) child.kill('SIGKILL')
    },
  }
}
