/** The references models really write; any other stays as written. */
const namedReferences: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  copy: '©',
  reg: '®',
  trade: '™',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  bull: '•',
  middot: '·',
  times: '×',
  divide: '÷',
  deg: '°',
  plusmn: '±',
  micro: 'µ',
  larr: '←',
  rarr: '→',
  uarr: '↑',
  darr: '↓',
  rArr: '⇒',
  le: '≤',
  ge: '≥',
  ne: '≠',
  asymp: '≈',
  infin: '∞',
  euro: '€',
  pound: '£',
  sect: '§',
}

function fromCodePoint(code: number): string {
  const valid = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
  return valid ? String.fromCodePoint(code) : '\ufffd'
}

/** Decodes character references without a DOM: parsing HTML to do it is what Trusted Types forbids. */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z]{2,8}));/g,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (hex !== undefined) return fromCodePoint(Number.parseInt(hex, 16))
      if (decimal !== undefined) return fromCodePoint(Number.parseInt(decimal, 10))
      return name !== undefined && Object.hasOwn(namedReferences, name)
        ? (namedReferences[name] ?? whole)
        : whole
    },
  )
}

const hidden = /[\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g

/**
 * Makes characters visible that reorder or hide parts of a line, so that code reads (and copies) as what it is. Joiners
 * are kept: emoji are made with them.
 */
export function revealHidden(text: string): string {
  return text.replace(hidden, named)
}

/** For prose: only what forces a direction upon other letters. Marks and isolates have honest uses there. */
export function revealOverrides(text: string): string {
  return text.replace(/[\u202d\u202e]/g, named)
}

function named(character: string): string {
  return `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`
}

/** Scripts written without spaces break anywhere and cost nothing: Thai to Khmer, and everything from CJK on. */
const breaksAnywhere = (code: number) =>
  code >= 0x2e80 || (code >= 0x0e00 && code <= 0x109f) || (code >= 0x1780 && code <= 0x17ff)

/** Whether a word has more than `limit` characters. Linear, whatever the text. */
export function hasLongWord(text: string, limit: number): boolean {
  let length = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    length = code <= 32 || breaksAnywhere(code) ? 0 : length + 1
    if (length > limit) return true
  }
  return false
}

/** Cuts text into pieces of at most `size`, after a line or a word where it can. Cuts do not move while the text grows. */
export function cutPieces(text: string, size: number): string[] {
  const pieces: string[] = []
  let start = 0
  while (text.length - start > size) {
    const end = start + size
    const line = text.lastIndexOf('\n', end - 1)
    const space = text.lastIndexOf(' ', end - 1)
    const cut = line > start + size / 2 ? line + 1 : space > start + size / 2 ? space + 1 : end
    pieces.push(text.slice(start, cut))
    start = cut
  }
  pieces.push(text.slice(start))
  return pieces
}
