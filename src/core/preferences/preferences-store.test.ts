import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defaultPreferences } from '../../shared/entities'
import { createPreferencesStore } from './preferences-store'

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
