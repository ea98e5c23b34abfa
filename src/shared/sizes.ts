const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** 131072 → "131,072". */
export const countText = (count: number): string => number.format(count)

/** Bytes of a download or a model → "4.7 GB", "815 MB": decimal, as model servers and disks count them. */
export function sizeText(bytes: number): string {
  const [value, unit] =
    bytes >= 999.5e6 ? [bytes / 1e9, 'GB'] : bytes >= 999.5e3 ? [bytes / 1e6, 'MB'] : [bytes / 1e3, 'KB']
  return `${value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : number.format(value)} ${unit}`
}

/** A part of something → "1.2 of 4.7 GB", "800 MB of 4.7 GB". */
export function partText(part: number, whole: number): string {
  const [figure, unit] = sizeText(part).split(' ')
  const text = sizeText(whole)
  return text.endsWith(` ${unit}`) ? `${figure} of ${text}` : `${figure} ${unit} of ${text}`
}

/** Tokens of a context → "8K", "128K", "1M", counted in 1024 as models name theirs; "8,000" for one that is counted otherwise. */
export function contextText(tokens: number): string {
  if (tokens % 1000 === 0) return number.format(tokens)
  if (tokens % 1024 ** 2 === 0) return `${tokens / 1024 ** 2}M`
  return tokens % 1024 === 0 ? `${tokens / 1024}K` : number.format(tokens)
}
