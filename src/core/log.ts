import { mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'

const maxLogBytes = 5_000_000

const secretPatterns: readonly [RegExp, string][] = [
  [/\b(bearer\s+)[\w.~+/=-]+/gi, '$1[redacted]'],
  [/((?:code|token|api_?key|auth_token|password|secret)["']?\s*[=:]\s*["']?)[^\s"'&,}\\]+/gi, '$1[redacted]'],
  [/\bhrb_[\w-]+/g, 'hrb_[redacted]'],
]

/** The last gate before the disk: whatever looks like a credential is blanked, wherever in the line it stands. */
export function redactSecrets(line: string): string {
  return secretPatterns.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line)
}

function keepOnePrevious(path: string): void {
  try {
    if (statSync(path).size > maxLogBytes) renameSync(path, `${path}.1`)
  } catch {
    // There is none yet.
  }
}

/**
 * JSON lines in `harombe.log`, readable by its owner only; one older file is kept. Written through, so a crash loses none.
 * @param host which of the two hosts writes
 */
export function createLog(directory: string, host: 'desktop' | 'serve'): pino.Logger {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const path = join(directory, 'harombe.log')
  keepOnePrevious(path)
  const destination = pino.destination({ dest: path, mode: 0o600, sync: true })
  return pino({ base: { process: host }, hooks: { streamWrite: redactSecrets } }, destination)
}
