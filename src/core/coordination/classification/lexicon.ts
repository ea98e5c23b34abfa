import { joiner, placeOfKind, roleOf, wordPart } from './character-kinds'
import type { TextReading } from './text-reading'

/**
 * Words and phrases as one tree of letters, kept as a flat table: where a letter leads from a node is found by one look,
 * so that reading a word takes as many looks as it shares letters with any entry, and no memory.
 */
export interface Lexicon {
  /** How often each kind is spoken of, and the word at which it first is; -1 for none. Written over by the next count. */
  count(reading: TextReading): { totals: Int32Array; firstAt: Int32Array }
}

/** Scripts that put no space between words: what is looked for may begin anywhere. */
const spaceless = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u
const isSpacelessCode = (code: number) =>
  (code >= 0x3040 && code <= 0x30ff) ||
  (code >= 0x3400 && code <= 0x9fff) ||
  (code >= 0xac00 && code <= 0xd7af)
const cjk = placeOfKind('cjk')

// A binding of another module is looked up at every use where the code is not bundled.
const roleAt = roleOf
const [part, joins] = [wordPart, joiner]

const unitBits = 16
const none = -1

interface Table {
  keys: Int32Array
  nexts: Int32Array
  mask: number
}

const placeIn = ({ keys, mask }: Table, key: number): number => {
  let place = (Math.imul(key, 0x9e3779b1) >>> 8) & mask
  while (keys[place] !== key && keys[place] !== none) place = (place + 1) & mask
  return place
}

function createTable(capacity: number): Table {
  const size = 2 ** Math.ceil(Math.log2(2 * capacity))
  return { keys: new Int32Array(size).fill(none), nexts: new Int32Array(size), mask: size - 1 }
}

/**
 * @param entries for each kind, in order, what speaks of it. A trailing `*` takes all endings; words of scripts without
 * spaces may have anything after them.
 */
export function createLexicon(entries: readonly (readonly string[])[]): Lexicon {
  const table = createTable(entries.reduce((sum, own) => sum + own.join('').length, 1))
  // By node: the kinds of a word that ends here, and of all words that begin so.
  const whole = new Map<number, number[]>()
  const begins = new Map<number, number[]>()
  let nodes = 1
  entries.forEach((own, kind) => {
    for (const entry of own) {
      const isOpen = entry.endsWith('*')
      const length = entry.length - (isOpen ? 1 : 0)
      let node = 0
      for (let at = 0; at < length; at += 1) {
        const key = (node << unitBits) | entry.charCodeAt(at)
        const place = placeIn(table, key)
        if (table.keys[place] === none) {
          table.keys[place] = key
          table.nexts[place] = nodes
          nodes += 1
        }
        node = table.nexts[place] ?? 0
      }
      const ending = isOpen || spaceless.test(entry) ? begins : whole
      const kinds = ending.get(node) ?? []
      if (!kinds.includes(kind)) ending.set(node, [...kinds, kind])
    }
  })
  /** Whether anything ends at a node: most are on the way, and are not looked up. */
  const ends = new Uint8Array(nodes)
  for (const node of [...whole.keys(), ...begins.keys()]) ends[node] = 1
  const totals = new Int32Array(entries.length)
  const firstAt = new Int32Array(entries.length)
  /** The last word a kind was counted for: "proofreading proof" is twice, "proof" by two entries once. */
  const countedAt = new Int32Array(entries.length)

  const take = (kinds: readonly number[], place: number, word: number) => {
    for (const kind of kinds) {
      if (countedAt[kind] === place) continue
      countedAt[kind] = place
      totals[kind] = (totals[kind] ?? 0) + 1
      if (firstAt[kind] === none) firstAt[kind] = word
    }
  }

  const walk = (lowered: string, from: number, word: number) => {
    let node = 0
    for (let at = from; at < lowered.length; at += 1) {
      const place = placeIn(table, (node << unitBits) | lowered.charCodeAt(at))
      if (table.keys[place] === none) return
      node = table.nexts[place] ?? 0
      if (ends[node] === 0) continue
      const open = begins.get(node)
      if (open !== undefined) take(open, from, word)
      const closed = whole.get(node)
      if (closed === undefined) continue
      const next = at + 1 < lowered.length ? roleAt(lowered.charCodeAt(at + 1)) : 0
      if (next !== part && next !== joins) take(closed, from, word)
    }
  }

  return {
    count({ lowered, words, starts, ends: wordEnds, characters }) {
      totals.fill(0)
      firstAt.fill(none)
      countedAt.fill(none)
      const hasSpaceless = (characters[cjk] ?? 0) > 0
      for (let word = 0; word < words; word += 1) {
        const start = starts[word] ?? 0
        walk(lowered, start, word)
        if (!hasSpaceless) continue
        const end = wordEnds[word] ?? 0
        for (let at = start + 1; at < end; at += 1) {
          if (isSpacelessCode(lowered.charCodeAt(at))) walk(lowered, at, word)
        }
      }
      return { totals, firstAt }
    },
  }
}
