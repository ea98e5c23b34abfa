import { describe, expect, it } from 'vitest'
import { type Chord, chordText, isSameChord, parseChord } from './chord'
import { commands } from './commands'
import type { KeyPress } from './key-press'
import { commandsOfPress, createKeymap, keyProblem, rebind } from './keymap'
import { ownerOf } from './reserved-keys'

const hosts = [
  { mac: true, browser: true },
  { mac: true, browser: false },
  { mac: false, browser: true },
  { mac: false, browser: false },
]
const linux = { mac: false, browser: true }

const chord = (text: string): Chord => {
  const parsed = parseChord(text)
  if (parsed === null) throw new Error(`no chord: ${text}`)
  return parsed
}

const keysOf = (id: (typeof commands)[number]['id'], shortcuts = {}, host = linux) =>
  (createKeymap(shortcuts, host).get(id) ?? []).map(chordText)

const press = (key: string, code: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  isComposing: false,
  ...change,
})

describe('the defaults', () => {
  it('can all be read, and say no key twice', () => {
    for (const { id, keys } of commands) {
      expect(keys.map(text => chordText(chord(text)))).toEqual(keys)
      expect(id).toMatch(/^[a-zA-Z]+$/)
    }
    for (const { mac } of hosts) {
      const all = commands.flatMap(({ keys }) => keys.map(chord))
      const twice = all.filter((one, index) =>
        all.slice(index + 1).some(other => isSameChord(one, other, mac)),
      )
      expect(twice.map(chordText)).toEqual([])
    }
  })

  it('take no key of the system or of editing', () => {
    const owners = hosts.flatMap(host =>
      commands.flatMap(({ keys }) => keys.map(text => ownerOf(chord(text), host))),
    )
    expect(owners).not.toContain('system')
    expect(owners).not.toContain('editing')
  })

  it('show a key that this host hears', () => {
    for (const host of hosts)
      for (const [, [first]] of createKeymap({}, host))
        if (first !== undefined) expect(ownerOf(first, host)).toBeNull()
    expect(keysOf('newChat')).toEqual(['Mod+Shift+O', 'Mod+N'])
    expect(keysOf('newChat', {}, { mac: true, browser: false })).toEqual(['Mod+N', 'Mod+Shift+O'])
  })
})

describe('changed keys', () => {
  it('replace the defaults, or leave none', () => {
    expect(keysOf('newChat', { newChat: 'Mod+J' })).toEqual(['Mod+J'])
    expect(keysOf('newChat', { newChat: null })).toEqual([])
  })

  it('are not trusted to be readable, or of a command there is', () => {
    expect(keysOf('newChat', { newChat: 'Mod+Nonsense', gone: 'Mod+K' })).toEqual(['Mod+Shift+O', 'Mod+N'])
    expect(keysOf('openPalette', { gone: 'Mod+K' })).toEqual(['Mod+K'])
  })

  it('take a default from its command, so that one press means one thing', () => {
    const shortcuts = { toggleSidebar: 'Ctrl+K' }
    expect(keysOf('openPalette', shortcuts)).toEqual([])
    const keymap = createKeymap(shortcuts, linux)
    expect(commandsOfPress(keymap, press('k', 'KeyK', { ctrlKey: true }), false, false)).toEqual([
      'toggleSidebar',
    ])
  })

  it('go from one command to the other when both were chosen', () => {
    const next = rebind({ newChat: 'Mod+J' }, 'openPalette', chord('Mod+J'), linux)
    expect(next).toEqual({ newChat: null, openPalette: 'Mod+J' })
    expect(rebind(next, 'openPalette', undefined, linux)).toEqual({ newChat: null })
  })
})

describe('a press', () => {
  it('types into a field, unless it has a modifier', () => {
    const keymap = createKeymap({ newChat: 'J' }, linux)
    expect(commandsOfPress(keymap, press('j', 'KeyJ'), false, true)).toEqual([])
    expect(commandsOfPress(keymap, press('j', 'KeyJ'), false, false)).toEqual(['newChat'])
    expect(commandsOfPress(keymap, press('k', 'KeyK', { ctrlKey: true }), false, true)).toEqual([
      'openPalette',
    ])
    expect(commandsOfPress(keymap, press('F3', 'F3'), false, true)).toEqual(['findNext'])
  })
})

describe('validation', () => {
  const problem = (text: string, host = linux) =>
    keyProblem('toggleSidebar', chord(text), createKeymap({}, host), host)

  it('names who has the keys', () => {
    expect(problem('Mod+T')).toEqual({ kind: 'reserved', owner: 'browser' })
    expect(problem('Mod+T', { mac: false, browser: false })).toBeNull()
    expect(problem('Alt+F4')).toEqual({ kind: 'reserved', owner: 'system' })
    expect(problem('Meta+J')).toEqual({ kind: 'reserved', owner: 'system' })
    expect(problem('Meta+Q', { mac: true, browser: false })).toEqual({ kind: 'reserved', owner: 'system' })
    expect(problem('Mod+V')).toEqual({ kind: 'reserved', owner: 'editing' })
    expect(problem('J')).toEqual({ kind: 'reserved', owner: 'editing' })
    expect(problem('Mod+K')).toEqual({ kind: 'taken', by: 'openPalette' })
    expect(problem('Mod+B')).toBeNull()
    expect(problem('Mod+J')).toBeNull()
  })
})
