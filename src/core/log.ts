import { appendFileSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import pino from 'pino'
import { redactSecrets } from '../shared/redact-secrets'

const maxLogBytes = 5_000_000

function keepOnePrevious(path: string): void {
  try {
    if (statSync(path).size > maxLogBytes) renameSync(path, `${path}.1`)
  } catch {
    // There is none yet.
  }
}

/** Opened for good, written through. What cannot be written is lost: a full disk must not end what the log tells of. */
function openFile(path: string): pino.DestinationStream {
  let file: number
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    keepOnePrevious(path)
    file = openSync(path, 'a', 0o600)
  } catch {
    return { write: () => undefined }
  }
  let isTorn = false
  return {
    write(line) {
      try {
        appendFileSync(file, isTorn ? `\n${line}` : line)
        isTorn = false
      } catch {
        // Half of the line may be there; the next one begins on its own.
        isTorn = true
      }
    },
  }
}

/**
 * JSON lines in `harombe.log`, readable by its owner only; one older file is kept. Written through, so a crash loses none.
 * @param host which of the two hosts writes
 */
export function createLog(directory: string, host: 'desktop' | 'serve'): pino.Logger {
  // Not pino's own destination: it throws at whoever logs when the disk is full, and then never lets the process exit.
  const destination = openFile(join(directory, 'harombe.log'))
  return pino({ base: { process: host }, hooks: { streamWrite: redactSecrets } }, destination)
}
