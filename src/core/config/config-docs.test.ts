import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { configJsonSchema } from '../../shared/config/schema'

interface Property {
  properties?: Record<string, Property>
  items?: Property
  additionalProperties?: Property
  default?: unknown
}

/** Every key that takes a value, with its default; the entries of a list have paths of their own, those of a record a star. */
function* leaves(schema: Property, prefix = ''): Generator<[path: string, fallback: unknown]> {
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const path = prefix === '' ? key : `${prefix}.${key}`
    const entries = property.items?.properties === undefined ? null : property.items
    if (entries !== null) yield* leaves(entries, `${path}[]`)
    const named = property.additionalProperties
    if (named?.properties !== undefined) yield* leaves(named, `${path}.*`)
    if (property.properties !== undefined && Object.keys(property.properties).length > 0) {
      yield* leaves(property, path)
    } else yield [path, property.default]
  }
}

/** Key → what the second column says. */
function documented(): Map<string, string> {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/config.md'), 'utf8')
  let prefix = ''
  return new Map(
    text.split('\n').flatMap(line => {
      // A table of entries has short keys; its heading says which list they are of.
      if (line.startsWith('#')) prefix = ''
      const list = /^Each entry of `([^`]+)`/.exec(line)?.[1]
      if (list !== undefined) prefix = `${list}[].`
      if (!line.startsWith('| `')) return []
      const [, keys = '', fallback = ''] = line.split('|')
      return [...keys.matchAll(/`([^`]+)`/g)].map(([, key = '']) => [prefix + key, fallback.trim()] as const)
    }),
  )
}

describe('docs/config.md', () => {
  const rows = documented()
  const keys = [...leaves(configJsonSchema())]

  it.each(keys)('tells of %s and its default', (path, fallback) => {
    const text = typeof fallback === 'string' ? fallback : JSON.stringify(fallback)
    const shown = rows.get(path)
    expect(shown).toBeDefined()
    if (fallback === '') expect(shown).toBe('empty')
    else if (shown !== 'required') expect(shown).toBe(fallback === undefined ? '' : `\`${text}\``)
  })

  it('tells of nothing that does not exist', () => {
    const known = new Set(keys.map(([path]) => path))
    const unknown = [...rows.keys()].filter(key => !known.has(key) && !key.includes('$'))
    expect(unknown).toEqual([])
  })
})
