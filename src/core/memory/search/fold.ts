const marks = /\p{M}+/gu
const plain = /^[\0-\x7f]*$/

/** As words are compared: without case and accents. */
export function fold(text: string): string {
  return plain.test(text) ? text.toLowerCase() : text.normalize('NFD').replaceAll(marks, '').toLowerCase()
}

export interface FoldedText {
  text: string
  /** Where a place of `text` is in the original. */
  origin(place: number): number
}

/** Keeps track of where everything came from; folding character by character differs from `fold` in nothing that counts. */
export function foldWithOrigin(original: string): FoldedText {
  if (plain.test(original)) return { text: original.toLowerCase(), origin: place => place }
  const places: number[] = []
  let text = ''
  let position = 0
  for (const character of original) {
    const folded = fold(character)
    for (let unit = 0; unit < folded.length; unit++) places.push(position)
    text += folded
    position += character.length
  }
  return { text, origin: place => places[place] ?? original.length }
}
