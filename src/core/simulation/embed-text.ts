import { hash } from './hash'

/** Words and the three-letter pieces of each, so that `cat` and `cats` have something in common. */
function features(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words.flatMap(word => {
    const padded = `<${word}>`
    const pieces = Array.from({ length: padded.length - 2 }, (_, index) => padded.slice(index, index + 3))
    return [word, ...pieces]
  })
}

export function toUnit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector)
  return length === 0 ? vector.map((_, index) => (index === 0 ? 1 : 0)) : vector.map(value => value / length)
}

/** A unit vector from the words of a text: always the same for the same text, and nearer the more words two texts share. */
export function embedText(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0)
  for (const feature of features(text)) {
    const value = hash(feature)
    const at = value % dimensions
    vector[at] = (vector[at] ?? 0) + (value & 0x8000_0000 ? -1 : 1)
  }
  return toUnit(vector)
}
