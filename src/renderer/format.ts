import { contextText, countText, decimalText, partTexts, sizeText } from '../shared/sizes'
import { spoken } from '../shared/texts/spoken'
import type { Language, Translate } from '../shared/texts/translator'
import { texts } from './texts'

/**
 * Figures as the page shows them, in its language: "1.2 s" is "1,2 s" in German. A missing one is a dash, never a zero.
 * They are read while rendering, by components that render again when the language changes.
 */
export const missing = '–'

const language = (): Language => (texts.language === 'de' ? 'de' : 'en')

const compact: Readonly<Record<Language, Intl.NumberFormat>> = {
  en: new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 }),
  de: new Intl.NumberFormat('de-DE', { notation: 'compact', maximumFractionDigits: 1 }),
}

/** 0 → "0", 9 999 → "9,999", 12 345 → "12.3K". */
export function formatCount(value: number): string {
  return value < 10_000 ? countText(value, language()) : compact[language()].format(value)
}

/** 12 345 → "12,345": never shortened. */
export const formatExact = (value: number): string => countText(value, language())

/** 0.04 → "0.0": with one decimal, whatever it is. */
export const formatDecimal = (value: number): string => decimalText(value, 1, language())

/** Milliseconds → "0.4 ms", "240 ms", "1.2 s", "42 s", "3 min 5 s". */
export function formatDuration(ms: number | null): string {
  if (ms === null) return missing
  if (ms > 0 && ms < 1) return `${formatDecimal(ms)} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  const seconds = ms / 1000
  if (seconds < 9.95) return `${formatDecimal(seconds)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** Tokens a second, without the unit. */
export function formatSpeed(tokensPerSecond: number | null): string {
  if (tokensPerSecond === null) return missing
  return tokensPerSecond < 10 ? formatDecimal(tokensPerSecond) : countText(tokensPerSecond, language())
}

/** 0–1 → "98.4 %"; only a true 1 is "100 %". */
export function formatShare(share: number | null): string {
  if (share === null) return missing
  if (share === 1 || share === 0) return `${share * 100} %`
  return `${decimalText(Math.min(99.9, Math.max(0.1, share * 100)), 1, language(), 0)} %`
}

/** Bytes → "24 GB", binary units under the name people use for memory. */
export function formatMemory(bytes: number | null): string {
  if (bytes === null) return missing
  const gigabytes = bytes / 1024 ** 3
  if (gigabytes >= 1) return `${decimalText(gigabytes, gigabytes < 10 ? 1 : 0, language(), 0)} GB`
  return `${Math.round(bytes / 1024 ** 2)} MB`
}

/** Bytes of a download or a model → "4.7 GB", decimal. */
export const formatSize = (bytes: number | null) => (bytes === null ? missing : sizeText(bytes, language()))

/** A part of something → "1.2 of 4.7 GB", "800 MB of 4.7 GB". */
export function formatPart(part: number, whole: number): string {
  const [some, all] = partTexts(part, whole, language())
  return texts.t('words.part', { part: some, whole: all })
}

/** Tokens of a context → "8K". */
export const formatContext = (tokens: number | null) =>
  tokens === null ? missing : contextText(tokens, language())

/** How long ago, both in milliseconds since the epoch; a clock that runs ahead of ours reads "just now". */
export function formatAgo(timestamp: number | null, now: number): string {
  const { t } = texts
  if (timestamp === null) return t('words.ago.never')
  const seconds = Math.round((now - timestamp) / 1000)
  if (seconds < 3) return t('words.ago.now')
  if (seconds < 60) return t('words.ago.seconds', { count: seconds })
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return t('words.ago.minutes', { count: minutes })
  const hours = Math.round(minutes / 60)
  return hours < 48
    ? t('words.ago.hours', { count: hours })
    : t('words.ago.days', { count: Math.round(hours / 24) })
}

/**
 * The hint of an error as a page shows it: plain text in the reader's language, and undefined when it is about the command
 * line or the HTTP API, which whoever reads a page may not have.
 */
export function pageHint(hint: string | undefined, t: Translate = texts.t): string | undefined {
  return hint === undefined || /`(?:harombe|npm|GET|POST) /.test(hint)
    ? undefined
    : spoken(hint, t).replaceAll('`', '')
}
