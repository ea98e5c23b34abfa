import type { Language } from './texts/translator'

const locales: Readonly<Record<Language, string>> = { en: 'en-US', de: 'de-DE' }

/** Formatters are dear to make: one of each language and number of decimals is kept. */
const formats = new Map<string, Intl.NumberFormat>()

/** 1234.5 → "1,234.5", "1.234,5"; `least` decimals are always there. */
export function decimalText(value: number, most: number, language: Language, least = most): string {
  const key = `${language} ${least} ${most}`
  let format = formats.get(key)
  if (format === undefined) {
    format = new Intl.NumberFormat(locales[language], {
      minimumFractionDigits: least,
      maximumFractionDigits: most,
    })
    formats.set(key, format)
  }
  return format.format(value)
}

/** 131072 → "131,072". */
export const countText = (count: number, language: Language = 'en'): string => decimalText(count, 0, language)

/** Bytes of a download or a model → "4.7 GB", "815 MB": decimal, as model servers and disks count them. */
export function sizeText(bytes: number, language: Language = 'en'): string {
  const [value, unit] =
    bytes >= 999.5e6 ? [bytes / 1e9, 'GB'] : bytes >= 999.5e3 ? [bytes / 1e6, 'MB'] : [bytes / 1e3, 'KB']
  return `${decimalText(value, value < 9.95 ? 1 : 0, language, 0)} ${unit}`
}

/** A part of something and the whole → "1.2" and "4.7 GB", "800 MB" and "4.7 GB": the unit of both is said once. */
export function partTexts(part: number, whole: number, language: Language = 'en'): [string, string] {
  const text = sizeText(part, language)
  const [figure = '', unit] = text.split(' ')
  const all = sizeText(whole, language)
  return [all.endsWith(` ${unit}`) ? figure : text, all]
}

/** A part of something → "1.2 of 4.7 GB", "800 MB of 4.7 GB". */
export const partText = (part: number, whole: number): string => partTexts(part, whole).join(' of ')

/** Tokens of a context → "8K", "128K", "1M", counted in 1024 as models name theirs; "8,000" for one that is counted otherwise. */
export function contextText(tokens: number, language: Language = 'en'): string {
  if (tokens % 1000 === 0) return countText(tokens, language)
  if (tokens % 1024 ** 2 === 0) return `${tokens / 1024 ** 2}M`
  return tokens % 1024 === 0 ? `${tokens / 1024}K` : countText(tokens, language)
}
