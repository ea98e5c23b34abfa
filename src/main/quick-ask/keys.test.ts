import { describe, expect, it, vi } from 'vitest'
import { createQuickAskKeys, isWayland } from './keys'

function setUp(refuses: readonly string[] = [], wayland = false) {
  const registered = new Map<string, () => void>()
  const globalShortcut = {
    register(keys: string, run: () => void) {
      if (!/^[\w+]+$/.test(keys)) throw new TypeError('conversion failure')
      if (refuses.includes(keys)) return false
      registered.set(keys, run)
      return true
    },
    unregister: (keys: string) => void registered.delete(keys),
  }
  const onPressed = vi.fn()
  return {
    registered,
    onPressed,
    keys: createQuickAskKeys({ globalShortcut, isWayland: wayland, onPressed }),
  }
}

describe('the keys of the small window', () => {
  it('are held once, given back for others, and given up when none are wanted', () => {
    const { keys, registered, onPressed } = setUp()
    expect(keys.use('Alt+Space')).toEqual({ keys: 'Alt+Space', problem: null })
    keys.use('Alt+Space')
    registered.get('Alt+Space')?.()
    expect(onPressed).toHaveBeenCalledOnce()
    keys.use('Control+J')
    expect([...registered.keys()]).toEqual(['Control+J'])
    expect(keys.use(null)).toEqual({ keys: null, problem: null })
    expect(registered.size).toBe(0)
  })

  it('say that another program has them, and hold none of before', () => {
    const { keys, registered } = setUp(['Alt+Space'])
    keys.use('Control+J')
    expect(keys.use('Alt+Space')).toEqual({ keys: 'Alt+Space', problem: 'taken' })
    expect(registered.size).toBe(0)
    // Free again later: the next attempt counts.
    expect(keys.use('Control+J').problem).toBeNull()
  })

  it('say that the desktop gives none out under Wayland, and that keys are none', () => {
    expect(setUp(['Alt+Space'], true).keys.use('Alt+Space').problem).toBe('wayland')
    expect(setUp().keys.use('nonsense !').problem).toBe('invalid')
  })
})

it.each(['A', 'Shift+A', 'Space', 'Enter'])('never takes %s away from every other program', chord => {
  const { keys, registered } = setUp()
  expect(keys.use(chord)).toEqual({ keys: chord, problem: 'invalid' })
  expect(registered.size).toBe(0)
})

it.each(['F9', 'Shift+F9', 'CommandOrControl+Shift+Space', 'Super+K', 'Cmd+Alt+J'])('may hold %s', chord => {
  expect(setUp().keys.use(chord).problem).toBeNull()
})

it('knows a Wayland session by either sign, on Linux only', () => {
  expect(isWayland('linux', { XDG_SESSION_TYPE: 'wayland' })).toBe(true)
  expect(isWayland('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true)
  expect(isWayland('linux', { XDG_SESSION_TYPE: 'x11', WAYLAND_DISPLAY: '' })).toBe(false)
  expect(isWayland('darwin', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(false)
})
