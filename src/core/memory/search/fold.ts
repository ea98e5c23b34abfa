const marks = /\p{M}+/gu

/** As words are compared: without case and accents. */
export function fold(text: string): string {
  return text.normalize('NFD').replaceAll(marks, '').toLowerCase()
}

export interface FoldedText {
  text: string
  /** For every unit of `text`, where in the original it comes from; one more for the end. */
  origin: number[]
}

/** Keeps track of where everything came from; folding character by character differs from `fold` in nothing that counts. */
export function foldWithOrigin(original: string): FoldedText {
  let text = ''
  const origin: number[] = []
  let position = 0
  for (const character of original) {
    const folded = fold(character)
    for (let unit = 0; unit < folded.length; unit++) origin.push(position)
    text += folded
    position += character.length
  }
  origin.push(position)
  return { text, origin }
}
