import type { Source } from '../../../shared/entities'

const excerptLength = 400

/** Numbers what is cited, from 1, each thing once. */
export function createSourceList() {
  const list: Source[] = []
  return {
    /** @returns the number it is cited with */
    add(source: Omit<Source, 'number' | 'excerpt'>, text: string): number {
      const number = list.length + 1
      const excerpt = text.replaceAll('\f', '\n').slice(0, excerptLength).toWellFormed()
      list.push({ number, ...source, excerpt })
      return number
    },
    list: (): readonly Source[] => list,
  }
}

export type SourceList = ReturnType<typeof createSourceList>
