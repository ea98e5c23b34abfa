import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { preferencesContract } from '../../shared/contract/preferences'
import { defaultPreferences } from '../../shared/entities'
import { createPreferencesStore } from './preferences-store'

/** As it comes over the wire. */
const updateOf = (json: string) =>
  preferencesContract.updatePreferences.input.parse({ changes: JSON.parse(json) }).changes

describe('preferences', () => {
  let folder: string
  let path: string
  const report = vi.fn()
  const open = () => createPreferencesStore({ path, report })
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'harombe-preferences-'))
    path = join(folder, 'preferences.json')
    report.mockClear()
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('are the defaults at first, and kept from one start to the next', () => {
    const first = open()
    expect(first.current()).toEqual(defaultPreferences)
    first.update({ language: 'de', shortcuts: { 'chat.new': 'Mod+J', 'chat.find': null } })
    expect(open().current()).toEqual({
      ...defaultPreferences,
      language: 'de',
      shortcuts: { 'chat.new': 'Mod+J', 'chat.find': null },
    })
    expect(report).not.toHaveBeenCalled()
  })

  it('can be read by nobody else', () => {
    open().update({ theme: 'dark' })
    expect(statSync(path).mode & 0o077).toBe(0)
  })

  it.each(['{', '{"theme":"pink"}', '[]', ''])('start as the defaults over a file that says %j', content => {
    writeFileSync(path, content)
    expect(open().current()).toEqual(defaultPreferences)
    expect(report).toHaveBeenCalledOnce()
  })

  it('are read from no file that is far too large', () => {
    writeFileSync(path, `{"theme":"dark"}${' '.repeat(1_000_000)}`)
    expect(open().current()).toEqual(defaultPreferences)
    expect(report).toHaveBeenCalledOnce()
  })

  it('take no key that reaches behind the record, and no endless list of them', () => {
    const store = open()
    store.update(updateOf('{"shortcuts":{"__proto__":"Mod+J","constructor":"Mod+K"}}'))
    expect(Object.getPrototypeOf(store.current().shortcuts)).toBe(Object.prototype)
    expect(Object.keys(open().current().shortcuts)).toEqual(['constructor'])
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`c${index}`, 'Mod+J']))
    expect(() => updateOf(JSON.stringify({ shortcuts: many }))).toThrow()
  })

  it('hold for this run when they cannot be written, and say so', () => {
    const store = createPreferencesStore({ path: join(path, 'no-such', 'folder.json'), report })
    expect(() => store.update({ theme: 'dark' })).toThrow(expect.objectContaining({ code: 'STORAGE_FAILED' }))
    expect(store.current().theme).toBe('dark')
  })

  it('are told to everybody who watches, once more after each change', async () => {
    const store = open()
    const abort = new AbortController()
    const seen = store.watch(abort.signal)[Symbol.asyncIterator]()
    expect((await seen.next()).value).toEqual(defaultPreferences)
    store.update({ language: 'de' })
    expect((await seen.next()).value).toMatchObject({ language: 'de' })
    abort.abort()
    expect((await seen.next()).done).toBe(true)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ language: 'de' })
  })
})
