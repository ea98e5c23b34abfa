/** What one character may be counted as. The order is that of the counts. */
export const characterKinds = [
  'digits',
  'capitals',
  'operators',
  'brackets',
  'questions',
  'quotes',
  'colons',
  'lines',
  'accents',
  'cjk',
  'otherScripts',
] as const
export type CharacterKind = (typeof characterKinds)[number]

const members: Partial<Record<CharacterKind, string>> = {
  digits: '0123456789',
  capitals: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  operators: '=+*^<>≤≥±×÷√∑∫πθ|',
  brackets: '()[]{}',
  questions: '?？؟',
  quotes: '"“”«»「」',
  colons: ':：',
  lines: '\n',
}
/** First and last of each range; Greek, Cyrillic, Hebrew, Arabic, the scripts of India and Thai are the other scripts. */
const ranges: Partial<Record<CharacterKind, readonly (readonly [number, number])[]>> = {
  accents: [[0xc0, 0x17f]],
  otherScripts: [
    [0x370, 0x6ff],
    [0x900, 0xe7f],
  ],
  cjk: [
    [0x3040, 0x30ff],
    [0x3400, 0x9fff],
    [0xac00, 0xd7af],
  ],
}

const units = 0x10000
export const placeOfKind = (kind: CharacterKind): number => characterKinds.indexOf(kind)

/** The place of the kind of a UTF-16 unit, plus 1; 0 for none. */
export const kindOfCode: Uint8Array = (() => {
  const table = new Uint8Array(units)
  for (const kind of characterKinds) {
    const mark = placeOfKind(kind) + 1
    for (const [from, to] of ranges[kind] ?? []) table.fill(mark, from, to + 1)
  }
  for (const kind of characterKinds) {
    for (const letter of members[kind] ?? '') table[letter.charCodeAt(0)] = placeOfKind(kind) + 1
  }
  return table
})()

/** Part of a word; within a word only; between words; a sign by itself. */
export const wordPart = 1
export const joiner = 2
export const space = 3
export const sign = 4

const roles = new Uint8Array(units)
const inWord = /[\p{L}\p{M}\p{N}_]/u
const joining = new Set("'’#+-")
const blockBits = 8

/** All the scripts of the world at once would take longer than the first text: a block of 256 when it is first met. */
function fillBlock(code: number): number {
  const from = (code >> blockBits) << blockBits
  for (let at = from; at < from + (1 << blockBits); at += 1) {
    const letter = String.fromCharCode(at)
    const isSpace = letter.trim() === ''
    roles[at] = inWord.test(letter) ? wordPart : joining.has(letter) ? joiner : isSpace ? space : sign
  }
  return roles[code] ?? sign
}

/** What a UTF-16 unit is to the words around it. */
export const roleOf = (code: number): number => {
  const role = roles[code] ?? sign
  return role === 0 ? fillBlock(code) : role
}
