import { describe, expect, it } from 'vitest'
import { isRecord } from '../record'
import { phrases } from '../texts/de/phrases'
import { createPhraseBook } from '../texts/phrase-book'
import { configJsonSchema } from './schema'

interface Leaf {
  path: string
  description: string | null
}

/** Every key that takes a value of its own, groups left out. */
function leaves(schema: unknown, path: string): Leaf[] {
  if (!isRecord(schema)) return []
  if (isRecord(schema.properties)) {
    return Object.entries(schema.properties).flatMap(([key, below]) =>
      leaves(below, path === '' ? key : `${path}.${key}`),
    )
  }
  const own = { path, description: typeof schema.description === 'string' ? schema.description : null }
  const entry = isRecord(schema.items) ? schema.items : schema.additionalProperties
  return [own, ...(isRecord(entry) && isRecord(entry.properties) ? leaves(entry, `${path}[]`) : [])]
}

const all = leaves(configJsonSchema(), '')

describe('what editors and the form say of a key', () => {
  it('is there for every key of the file', () => {
    expect(all.length).toBeGreaterThan(100)
    expect(all.filter(({ description }) => description === null).map(({ path }) => path)).toEqual([])
  })

  it('is there in German, too', () => {
    const book = createPhraseBook(phrases, text => text)
    const missing = all.filter(({ description }) => book.translate(description ?? '') === null)
    expect(missing.map(({ path, description }) => `${path}: ${description}`)).toEqual([])
  })
})
