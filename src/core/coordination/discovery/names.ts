/** Bytes of a DNS label, and characters of a node's name. */
const longestName = 63

const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]|\p{Variation_Selector}/gu

/**
 * What a stranger calls itself, harmless to show and to use as a node's name: NFC, one line, at most 63 characters, no control,
 * bidi or invisible characters, no slashes. Null when nothing is left. It is text still: `<img …>` stays what it is.
 */
export function harmlessName(text: string): string | null {
  const visible = text
    .slice(0, 4 * longestName)
    .normalize('NFC')
    .replace(invisible, '')
    .replace(/[/\\]/g, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
  // Cut by characters and not by code units, so that none is cut in half; the limit of node names counts units.
  let name = ''
  for (const character of visible) {
    if (name.length + character.length > longestName) break
    name += character
  }
  return name.trim() || null
}

/** Letters of other scripts, and digits, that are drawn like a Latin letter. */
const lookalikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '|': 'l',
  i: 'l',
  а: 'a',
  ɑ: 'a',
  α: 'a',
  в: 'b',
  ь: 'b',
  с: 'c',
  ϲ: 'c',
  ԁ: 'd',
  е: 'e',
  є: 'e',
  ε: 'e',
  ƒ: 'f',
  ɡ: 'g',
  һ: 'h',
  н: 'h',
  і: 'l',
  ı: 'l',
  ι: 'l',
  ӏ: 'l',
  ј: 'j',
  к: 'k',
  κ: 'k',
  м: 'm',
  п: 'n',
  ո: 'n',
  η: 'n',
  о: 'o',
  ο: 'o',
  օ: 'o',
  р: 'p',
  ρ: 'p',
  ԛ: 'q',
  г: 'r',
  ѕ: 's',
  т: 't',
  τ: 't',
  υ: 'u',
  ս: 'u',
  ν: 'v',
  ѵ: 'v',
  ԝ: 'w',
  ω: 'w',
  х: 'x',
  χ: 'x',
  у: 'y',
  γ: 'y',
  ʐ: 'z',
}

/** Two names with the same skeleton can be mistaken for each other on a screen. */
export function skeletonOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
  let skeleton = ''
  for (const character of plain) skeleton += lookalikes[character] ?? character
  return skeleton
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w')
    .replace(/[\s_.‐-―-]+/gu, '-')
}

/** The known name that this one is not, but looks like. */
export function findLookalike(name: string, known: Iterable<string>): string | undefined {
  const skeleton = skeletonOf(name)
  for (const other of known) if (other !== name && skeletonOf(other) === skeleton) return other
  return undefined
}
