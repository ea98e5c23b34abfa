import type { Inline } from './ast'

/** The words of a piece of text, as they are read. */
export function inlineText(inlines: readonly Inline[]): string {
  return inlines
    .map(inline => {
      if (inline.kind === 'text' || inline.kind === 'code') return inline.text
      if (inline.kind === 'break') return ' '
      if (inline.kind === 'math') return inline.source
      return inline.kind === 'image' ? inline.alt : inlineText(inline.children)
    })
    .join('')
}
