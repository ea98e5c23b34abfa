import { HarombeError } from '../../../shared/errors'

/** What each unit of a Go duration is in seconds. */
const units: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
}

const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g

/**
 * Seconds of a `keep_alive`; negative for "for ever". Ollama takes a number of seconds or a Go duration.
 * @throws HarombeError BAD_REQUEST
 */
export function readKeepAlive(value: number | string): number {
  if (typeof value === 'number') return value
  const [, sign = '', digits = ''] = /^([+-]?)(.*)$/s.exec(value.trim()) ?? []
  const factor = sign === '-' ? -1 : 1
  if (digits === '0') return 0
  const parts = [...digits.matchAll(part)]
  const isWhole = parts.length > 0 && parts.map(([text]) => text).join('') === digits
  if (!isWhole) {
    throw new HarombeError('BAD_REQUEST', 'keep_alive is a number of seconds or a duration such as "5m".', {
      data: { param: 'keep_alive' },
    })
  }
  return factor * parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0), 0)
}
