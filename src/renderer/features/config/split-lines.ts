import type { CodeSpan } from '../../markdown/highlight/types'

/** Coloured code as lines, for numbering them. A span that goes over several lines is in each of them. */
export function splitLines(spans: readonly CodeSpan[]): CodeSpan[][] {
  const lines: CodeSpan[][] = [[]]
  for (const { role, text } of spans) {
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) lines.push([])
      if (part !== '') lines.at(-1)?.push({ role, text: part })
    }
  }
  return lines
}

/** As `core/config/mask-secrets` writes it. */
const maskText = '[redacted]'
/** Stands for it while the file is coloured: one character of no meaning, where brackets would be a list. */
const hiddenSign = '\ue000'

export const hasHidden = (text: string) => text.includes(maskText)

/** The text as it is to be coloured. */
export const withHiddenSigns = (text: string) =>
  text.replaceAll(hiddenSign, '').replaceAll(maskText, hiddenSign)

/** A line's parts, with what was hidden in it marked. */
export function withHidden(spans: readonly CodeSpan[]): (CodeSpan | 'hidden')[] {
  return spans.flatMap(span =>
    span.text.split(hiddenSign).flatMap((text, index) => {
      const part: (CodeSpan | 'hidden')[] = text === '' ? [] : [{ role: span.role, text }]
      return index === 0 ? part : (['hidden', ...part] as const)
    }),
  )
}
