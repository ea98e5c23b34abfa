import { describe, expect, it } from 'vitest'
import { menuKeys, pressOf } from './accelerators'

describe('the keys of a menu', () => {
  it.each([
    [{}, 'CommandOrControl+N'],
    [{ newChat: 'Mod+Shift+KeyO' }, 'CommandOrControl+Shift+O'],
    [{ newChat: 'Alt+Digit2' }, 'Alt+2'],
    [{ newChat: null }, undefined],
    [{ other: 'Mod+X' }, 'CommandOrControl+N'],
  ])('follow what the user chose: %j', (shortcuts, keys) => {
    expect(menuKeys('newChat', 'Mod+N', shortcuts)).toBe(keys)
  })

  it('takes no command from the prototype of what was chosen', () => {
    expect(menuKeys('constructor', 'Mod+N', {})).toBe('CommandOrControl+N')
  })
})

it('presses what the page waits for, on each system', () => {
  expect(pressOf('Mod+F', 'darwin')).toEqual({ keyCode: 'F', modifiers: ['meta'] })
  expect(pressOf('Mod+Shift+KeyF', 'linux')).toEqual({ keyCode: 'F', modifiers: ['control', 'shift'] })
  expect(pressOf('F3', 'win32')).toEqual({ keyCode: 'F3', modifiers: [] })
})
