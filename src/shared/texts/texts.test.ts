import { describe, expect, it } from 'vitest'
import { de } from './de'
import { en } from './en'
import { english } from './english'
import { addCatalogue, createTexts, preferredLanguage } from './translator'

type Tree = { readonly [key: string]: string | Tree }

const leaves = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as [string, string]]
      : leaves(value, `${path}${key}.`),
  )

/** What is put into a text, each once: a language may need it twice. */
const placeholders = (text: string) =>
  [
    ...new Set([...text.matchAll(/\{\{\s*(\w+)[^}]*\}\}|<\/?(\w+)\/?>/g)].map(match => match[1] ?? match[2])),
  ].toSorted()

describe('the catalogue', () => {
  it.each(Object.keys(en) as (keyof typeof en)[])('%s says in German what English is given to say', area => {
    const german = new Map(leaves(de[area]))
    const wrong = leaves(en[area]).filter(([path, text]) => {
      const translated = german.get(path) ?? ''
      return translated.trim() === '' || `${placeholders(translated)}` !== `${placeholders(text)}`
    })
    expect(wrong).toEqual([])
  })

  it('counts in both languages, and changes language while it runs', async () => {
    const texts = createTexts('en', en)
    expect(texts.t('common.tools', { count: 1 })).toBe('1 tool')
    expect(texts.t('common.tools', { count: 2 })).toBe('2 tools')
    addCatalogue(texts, 'de', de)
    await texts.changeLanguage('de')
    expect(texts.t('common.tools', { count: 2 })).toBe('2 Werkzeuge')
    expect(english('common.tools', { count: 2 })).toBe('2 tools')
  })

  it.each([
    [['de-AT', 'en'], 'de'],
    [['fr', 'EN-us'], 'en'],
    [['ja'], 'en'],
    [[], 'en'],
    [['den'], 'en'],
  ] as const)('of %j chooses %s', (wanted, chosen) => {
    expect(preferredLanguage(wanted)).toBe(chosen)
  })
})
