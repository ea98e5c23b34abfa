import { contextText, sizeText } from '../shared/sizes'

export { partText as formatPart } from '../shared/sizes'

/** Figures as the page shows them. A missing one is a dash, never a zero. */
export const missing = '–'

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })

/** 0 → "0", 9 999 → "9,999", 12 345 → "12.3K". */
export function formatCount(value: number): string {
  return value < 10_000 ? number.format(value) : compact.format(value)
}

/** Milliseconds → "0.4 ms", "240 ms", "1.2 s", "42 s", "3 min 5 s". */
export function formatDuration(ms: number | null): string {
  if (ms === null) return missing
  if (ms > 0 && ms < 1) return `${ms.toFixed(1)} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  const seconds = ms / 1000
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** Tokens a second, without the unit. */
export function formatSpeed(tokensPerSecond: number | null): string {
  if (tokensPerSecond === null) return missing
  return tokensPerSecond < 10 ? tokensPerSecond.toFixed(1) : number.format(tokensPerSecond)
}

/** 0–1 → "98.4 %"; only a true 1 is "100 %". */
export function formatShare(share: number | null): string {
  if (share === null) return missing
  if (share === 1 || share === 0) return `${share * 100} %`
  return `${Math.min(99.9, Math.max(0.1, share * 100))
    .toFixed(1)
    .replace(/\.0$/, '')} %`
}

/** Bytes → "24 GB", binary units under the name people use for memory. */
export function formatMemory(bytes: number | null): string {
  if (bytes === null) return missing
  const gigabytes = bytes / 1024 ** 3
  if (gigabytes >= 1)
    return `${gigabytes < 10 ? gigabytes.toFixed(1).replace(/\.0$/, '') : Math.round(gigabytes)} GB`
  return `${Math.round(bytes / 1024 ** 2)} MB`
}

/** Bytes of a download or a model → "4.7 GB", decimal. */
export const formatSize = (bytes: number | null) => (bytes === null ? missing : sizeText(bytes))

/** Tokens of a context → "8K". */
export const formatContext = (tokens: number | null) => (tokens === null ? missing : contextText(tokens))

/** How long ago, both in milliseconds since the epoch; a clock that runs ahead of ours reads "just now". */
export function formatAgo(timestamp: number | null, now: number): string {
  if (timestamp === null) return 'never'
  const seconds = Math.round((now - timestamp) / 1000)
  if (seconds < 3) return 'just now'
  if (seconds < 60) return `${seconds} s ago`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min ago`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h ago` : `${Math.round(hours / 24)} days ago`
}

/** `plural(1, 'node')` → "1 node". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/**
 * The hint of an error as a page shows it: plain text, and undefined when it is about the command line or the HTTP API,
 * which whoever reads a page may not have.
 */
export function pageHint(hint: string | undefined): string | undefined {
  return hint === undefined || /`(?:harombe|npm|GET|POST) /.test(hint) ? undefined : hint.replaceAll('`', '')
}
