import type { EngineChild } from '../core/inference/embedded/supervision/engine-child'
import type { Electron } from './electron'

/** Starts the embedded engine the way Electron starts processes: its own binary runs no script like Node's would. */
export function startUtilityProcess(
  { fork }: Pick<Electron['utilityProcess'], 'fork'>,
  entry: string,
): EngineChild {
  const child = fork(entry, [], {
    serviceName: 'harombe engine',
    stdio: ['ignore', 'pipe', 'pipe'],
    // On macOS: llama.cpp's libraries were installed by npm and bear another signature than the app.
    allowLoadingUnsignedLibraries: true,
  })
  return {
    get pid() {
      return child.pid
    },
    send: message => child.postMessage(message),
    onMessage: listener => void child.on('message', listener),
    onOutput(listener) {
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (part: Buffer) => listener(part.toString('utf8')))
      }
    },
    onExit: listener => void child.once('exit', code => listener(`exit code ${code}`)),
    kill() {
      // Electron's own kill asks first, and a thread of llama.cpp that hangs does not answer.
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL')
      else child.kill()
    },
  }
}
