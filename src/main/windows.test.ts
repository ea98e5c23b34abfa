import type { BrowserWindow } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { resolvePage } from './page'
import { BrowserWindowDouble } from './testing/double-window'
import { asElectron, createMemoryLog } from './testing/fixtures'
import { createWindows } from './windows'

function setUp() {
  const made: BrowserWindowDouble[] = []
  const state = { ending: false, now: 0 }
  const onCreated = vi.fn()
  const onHidden = vi.fn()
  const onGivenUp = vi.fn()
  const windows = createWindows({
    createWindow() {
      const window = new BrowserWindowDouble({})
      made.push(window)
      return asElectron<BrowserWindow>(window)
    },
    page: resolvePage(true, undefined),
    log: createMemoryLog().log,
    onCreated,
    onHidden,
    onGivenUp,
    isEnding: () => state.ending,
    now: () => state.now,
  })
  const window = () => {
    const last = made.at(-1)
    if (last === undefined) throw new Error('No window was made')
    return last
  }
  const crash = (reason = 'crashed') => window().webContents.emit('render-process-gone', {}, { reason })
  return { windows, made, state, window, crash, onCreated, onHidden, onGivenUp }
}

describe('the window', () => {
  it('is made once, shown when it has something to show, and brought forward after that', async () => {
    const { windows, made, window } = setUp()
    windows.open()
    expect(window().visible).toBe(false)
    await vi.waitFor(() => expect(window().visible).toBe(true))
    window().minimized = true
    windows.open()
    expect(made).toHaveLength(1)
    expect(window()).toMatchObject({ visible: true, minimized: false, focused: 1 })
    expect(window().webContents.loaded).toEqual(['harombe://app/'])
  })

  it('is also shown when its page cannot be loaded', () => {
    const { windows, window } = setUp()
    windows.open()
    window().webContents.emit('did-fail-load')
    expect(window().visible).toBe(true)
  })

  it('goes to a place without loading the page anew, and not at all when it is there', () => {
    const { windows, window } = setUp()
    windows.open({ page: 'chat', conversationId: 'abc' })
    windows.open({ page: 'cluster', node: 'Küche 1' })
    windows.open({ page: 'cluster', node: 'Küche 1' })
    windows.open({ page: 'chat', conversationId: null })
    expect(window().webContents.loaded).toEqual([
      'harombe://app/#/chat/abc',
      'harombe://app/#/cluster/K%C3%BCche%201',
      'harombe://app/#/chat',
    ])
  })

  it('hides on close, and closes once the app ends', () => {
    const { windows, window, state, onHidden, made } = setUp()
    windows.open()
    window().show()
    expect(window().close()).toBe(false)
    expect(window().visible).toBe(false)
    expect(onHidden).toHaveBeenCalledOnce()
    state.ending = true
    expect(window().close()).toBe(true)
    state.ending = false
    windows.open()
    expect(made).toHaveLength(2)
  })

  it('leaves full screen before it hides', async () => {
    const { windows, window } = setUp()
    windows.open()
    await vi.waitFor(() => expect(window().visible).toBe(true))
    window().fullScreen = true
    window().close()
    expect(window()).toMatchObject({ visible: true, fullScreen: false })
    await vi.waitFor(() => expect(window().visible).toBe(false))
  })
})

describe('a page that dies', () => {
  it.each(['crashed', 'oom', 'killed', 'memory-eviction'])('comes back after %s', reason => {
    const { windows, window, crash } = setUp()
    windows.open()
    crash(reason)
    expect(window().webContents.reloads).toBe(1)
  })

  it('is left alone when it ended in order or with the app', () => {
    const { windows, window, crash, state } = setUp()
    windows.open()
    crash('clean-exit')
    state.ending = true
    crash('crashed')
    expect(window().webContents.reloads).toBe(0)
  })

  it('comes back in safe mode, at the same place, after more than three within a minute', () => {
    const { windows, window, crash, state } = setUp()
    windows.open({ page: 'chat', conversationId: 'abc' })
    for (const now of [0, 1, 2]) {
      state.now = now
      crash()
    }
    expect(window().webContents).toMatchObject({ reloads: 3 })
    crash()
    expect(window().webContents.loaded.at(-1)).toBe('harombe://app/?safe=1#/chat/abc')
  })

  it('is given up when safe mode does not help, and can be opened again', () => {
    const { windows, made, window, crash, onGivenUp } = setUp()
    windows.open()
    for (let count = 0; count < 8; count += 1) crash()
    expect(onGivenUp).toHaveBeenCalledOnce()
    expect(window().isDestroyed()).toBe(true)
    windows.open()
    expect(made).toHaveLength(2)
    expect(window().webContents.loaded).toEqual(['harombe://app/'])
  })
})
