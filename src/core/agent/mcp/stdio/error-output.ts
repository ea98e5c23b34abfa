import type { Clock } from '../../../../shared/clock'
import { mcpLimits as limits } from '../limits'

export interface ErrorOutputOptions {
  clock: Pick<Clock, 'monotonic'>
  /** Never shown, wherever they stand. */
  secrets: readonly string[]
  write(line: string): void
}

const minute = 60_000
/** Shorter ones occur by chance. */
const shortestSecret = 4

/** Hands on what a program writes to its standard error, line by line, as much of it as a log can bear. */
export function createErrorOutput({ clock, secrets, write }: ErrorOutputOptions): (chunk: Buffer) => void {
  const hidden = secrets.filter(secret => secret.length >= shortestSecret)
  // Read on beyond the cut, or half a secret would stand before it.
  const readAlong = Math.max(0, ...hidden.map(secret => secret.length))
  let pending = ''
  let isOverlong = false
  let since = clock.monotonic()
  let written = 0

  function hand(line: string): void {
    if (line.trim() === '') return
    const now = clock.monotonic()
    if (now - since >= minute) {
      since = now
      written = 0
    }
    written++
    if (written === limits.logLinesPerMinute) write('More is left out for a minute.')
    if (written >= limits.logLinesPerMinute) return
    const shown = hidden.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), line)
    write(shown.length <= limits.logLine ? shown : `${shown.slice(0, limits.logLine)}…`)
  }

  return chunk => {
    const [first = '', ...rest] = chunk.toString('utf8').split(/\r?\n/)
    const take = (text: string) => {
      if (isOverlong) return
      pending += text
      if (pending.length <= limits.logLine + readAlong) return
      hand(pending)
      pending = ''
      isOverlong = true
    }
    take(first)
    for (const line of rest) {
      hand(pending)
      pending = ''
      isOverlong = false
      take(line)
    }
  }
}
