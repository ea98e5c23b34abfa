/** How text is set off on a terminal. Every one of them leaves the text as it is where there is no colour. */
export interface Style {
  /** False: what is set off must be recognised by its characters alone. */
  hasColour: boolean
  bold(text: string): string
  dim(text: string): string
  italic(text: string): string
  underline(text: string): string
  strike(text: string): string
  accent(text: string): string
  good(text: string): string
  bad(text: string): string
  attention(text: string): string
}

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  italic: [3, 23],
  underline: [4, 24],
  strike: [9, 29],
  accent: [36, 39],
  good: [32, 39],
  bad: [31, 39],
  attention: [33, 39],
} as const

export function createStyle(hasColour: boolean): Style {
  const set = (name: keyof typeof codes) => {
    const [on, off] = codes[name]
    return (text: string) => (hasColour && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text)
  }
  return {
    hasColour,
    bold: set('bold'),
    dim: set('dim'),
    italic: set('italic'),
    underline: set('underline'),
    strike: set('strike'),
    accent: set('accent'),
    good: set('good'),
    bad: set('bad'),
    attention: set('attention'),
  }
}
