import type { Language } from '../shared/texts/translator'

/** Days before months, and hours to 24, in both. */
const locales: Record<Language, string> = { en: 'en-GB', de: 'de-DE' }

const known = new Map<string, Intl.DateTimeFormat>()

/** Made once each: a table that scrolls asks for hundreds a second. */
function formatOf(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`
  let format = known.get(key)
  if (format === undefined) {
    format = new Intl.DateTimeFormat(language === 'de' ? locales.de : locales.en, options)
    known.set(key, format)
  }
  return format
}

const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const
const day = { day: 'numeric', month: 'short' } as const

/** "14:03:22" for today, with the date before it for earlier days. */
export function clockText(at: number, now: number, language: string): string {
  const time = formatOf(language, clock).format(at)
  if (new Date(at).toDateString() === new Date(now).toDateString()) return time
  return `${formatOf(language, day).format(at)} ${time}`
}

/** Date and time in full. */
export const momentText = (at: number, language: string): string =>
  formatOf(language, { dateStyle: 'long', timeStyle: 'medium' }).format(at)

/** For the name of a file: 2026-06-20, in local time. */
export function dayStamp(now: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}
