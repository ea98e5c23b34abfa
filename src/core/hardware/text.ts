/** Readers of what command-line tools print. None of them throws; what cannot be read is null. */

const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu
const mebibyte = 1024 ** 2
/** No machine has a pebibyte of video memory: a larger figure is a misread one. */
const implausibleBytes = 1024 ** 5

/** One line without control or bidirectional characters, safe to show; at most `limit` characters. */
export function cleanText(text: string, limit = 120): string {
  const line = text
    .slice(0, limit * 4)
    .replace(invisible, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return line.slice(0, limit).toWellFormed()
}

/** The first line with something on it. */
export function firstLine(text: string): string {
  const line = text.split(/\r?\n/, 50).find(candidate => candidate.trim() !== '')
  return cleanText(line ?? '', 200)
}

function plausible(bytes: number): number | null {
  const whole = Math.round(bytes)
  return Number.isFinite(whole) && whole >= 0 && whole <= implausibleBytes ? whole : null
}

/** Bytes from a count of MiB. Takes decimals and grouped thousands in either style: `24564`, `24564.0`, `24.564`. */
export function parseMebibytes(text: string): number | null {
  const number = /^([0-9][0-9.,]{0,20})(?: ?(?:MiB|MB))?$/i.exec(text.trim())?.[1]
  if (number === undefined) return null
  const grouped = /^[1-9][0-9]{0,2}(?:[.,][0-9]{3})+$/.test(number)
  const count = Number(grouped ? number.replace(/[.,]/g, '') : number.replace(',', '.'))
  return plausible(count * mebibyte)
}

/** Bytes from a bare count of bytes. */
export function parseBytes(value: unknown): number | null {
  if (typeof value === 'number') return plausible(value)
  if (typeof value !== 'string' || !/^[0-9]{1,16}$/.test(value.trim())) return null
  return plausible(Number(value))
}

/** A fraction of 0–1 from a percentage, `37`, `37 %` or `3,5`. */
export function parsePercent(value: unknown): number | null {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string') return null
  const number = /^([0-9]{1,3}(?:[.,][0-9]{1,20})?)(?: ?%)?$/.exec(text.trim())?.[1]
  const fraction = number === undefined ? Number.NaN : Number(number.replace(',', '.')) / 100
  return fraction >= 0 && fraction <= 1 ? fraction : null
}

/** The JSON value in an output that may carry warnings before and after it; undefined when there is none. */
export function extractJson(output: string): unknown {
  for (const start of output.matchAll(/^[ \t]*[{[]/gm).take(10)) {
    const text = output.slice(start.index).trimStart()
    const end = text.lastIndexOf(text.startsWith('{') ? '}' : ']')
    try {
      return JSON.parse(text.slice(0, end + 1))
    } catch {
      // Not this one: a log line may begin with a bracket too.
    }
  }
  return undefined
}
