import { describe, expect, it } from 'vitest'
import { defaultPreferences } from '../../../shared/entities'
import type { Chord } from '../../commands/chord'
import { acceleratorOf, chordOfAccelerator } from './accelerator'

const chord = (key: string, held: Partial<Chord> = {}): Chord => ({
  mod: false,
  ctrl: false,
  alt: false,
  shift: false,
  meta: false,
  key,
  ...held,
})

describe('quick-ask keys', () => {
  it.each([
    [chord('Space', { mod: true, shift: true }), 'CommandOrControl+Shift+Space'],
    [chord('K', { ctrl: true, alt: true }), 'Control+Alt+K'],
    [chord('ArrowUp', { meta: true }), 'Super+Up'],
    [chord('Plus', { mod: true }), 'CommandOrControl+Plus'],
    [chord('/', { mod: true }), 'CommandOrControl+/'],
    [chord('F9'), 'F9'],
  ])('are written as Electron reads them: %j', (pressed, keys) => {
    expect(acceleratorOf(pressed)).toEqual({ keys })
    expect(chordOfAccelerator(keys)).toEqual(pressed)
  })

  it('never take a letter from every other program', () => {
    expect(acceleratorOf(chord('A'))).toEqual({ problem: 'needsModifier' })
    expect(acceleratorOf(chord('A', { shift: true }))).toEqual({ problem: 'needsModifier' })
  })

  it('are none that Electron has no name for', () => {
    expect(acceleratorOf(chord('ß', { mod: true }))).toEqual({ problem: 'notUsable' })
    expect(chordOfAccelerator('Fn+A')).toBeNull()
  })

  it('can be drawn as they are at first', () => {
    expect(chordOfAccelerator(defaultPreferences.quickAskKeys ?? '')).toMatchObject({
      mod: true,
      key: 'Space',
    })
  })
})
