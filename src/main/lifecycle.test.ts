import { EventEmitter } from 'node:events'
import type { App, BrowserWindow, PowerMonitor } from 'electron'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { appId, registerWithSystem, superviseEnding, watchArrivals } from './lifecycle'
import { BrowserWindowDouble, preventable } from './testing/double-window'
import { asElectron, createMemoryLog } from './testing/fixtures'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setUp(stop: () => Promise<void>) {
  const powerMonitor = new EventEmitter()
  const quits: boolean[] = []
  const app = Object.assign(new EventEmitter(), {
    quit() {
      const event = preventable({})
      app.emit('before-quit', event)
      quits.push(!event.defaultPrevented)
    },
  })
  const stopSpy = vi.fn(stop)
  const { log, lines } = createMemoryLog()
  const ending = superviseEnding({
    app: asElectron<App>(app),
    powerMonitor: asElectron<PowerMonitor>(powerMonitor),
    stop: stopSpy,
    log,
    deadlineMs: 5_000,
  })
  return { app, powerMonitor, ending, stop: stopSpy, quits, lines }
}

describe('quitting', () => {
  it('waits until the coordinator has stopped, then quits by itself', async () => {
    const stopped = Promise.withResolvers<void>()
    const { app, ending, quits } = setUp(() => stopped.promise)
    app.quit()
    expect(quits).toEqual([false])
    expect(ending.isEnding()).toBe(true)
    await vi.advanceTimersByTimeAsync(4_000)
    expect(quits).toEqual([false])
    stopped.resolve()
    await vi.advanceTimersByTimeAsync(0)
    expect(quits).toEqual([false, true])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('does not wait longer than the deadline', async () => {
    const { app, quits } = setUp(() => new Promise(() => undefined))
    app.quit()
    await vi.advanceTimersByTimeAsync(4_999)
    expect(quits).toEqual([false])
    await vi.advanceTimersByTimeAsync(1)
    expect(quits).toEqual([false, true])
  })

  it('stops once, however often the user asks', async () => {
    const stopped = Promise.withResolvers<void>()
    const { app, stop, quits } = setUp(() => stopped.promise)
    app.quit()
    app.quit()
    stopped.resolve()
    await vi.advanceTimersByTimeAsync(0)
    expect(stop).toHaveBeenCalledOnce()
    expect(quits).toEqual([false, false, true])
  })

  it('quits although the coordinator failed to stop', async () => {
    const { app, quits, lines } = setUp(() => Promise.reject(new Error('disk gone')))
    app.quit()
    await vi.advanceTimersByTimeAsync(0)
    expect(quits).toEqual([false, true])
    expect(lines).toHaveLength(1)
  })

  it('does not end with the last window', () => {
    expect(setUp(async () => undefined).app.listenerCount('window-all-closed')).toBe(1)
  })
})

describe('a system that goes down', () => {
  it('is never held up, and the coordinator gets its head start', () => {
    const { app, powerMonitor, stop, quits } = setUp(() => new Promise(() => undefined))
    const shutdown = preventable({})
    powerMonitor.emit('shutdown', shutdown)
    app.quit()
    expect(shutdown.defaultPrevented).toBe(false)
    expect(stop).toHaveBeenCalledOnce()
    expect(quits).toEqual([true])
  })

  it('on Windows tells the window, which then closes instead of hiding', () => {
    const { ending, stop } = setUp(async () => undefined)
    const window = new BrowserWindowDouble({})
    ending.watchWindow(asElectron<BrowserWindow>(window))
    const query = preventable({})
    window.emit('query-session-end', query)
    expect(query.defaultPrevented).toBe(false)
    expect(ending.isEnding()).toBe(true)
    expect(stop).not.toHaveBeenCalled()
    window.emit('session-end', preventable({}))
    expect(stop).toHaveBeenCalledOnce()
  })
})

describe('ending for an update', () => {
  it('stops the coordinator first, and then lets the app quit at once', async () => {
    const { app, ending, stop, quits } = setUp(async () => undefined)
    await ending.prepare()
    expect(ending.isEnding()).toBe(true)
    expect(stop).toHaveBeenCalledOnce()
    app.quit()
    expect(quits).toEqual([true])
  })
})

describe('arrivals', () => {
  it('come by second start, Dock and link, and only valid links lead anywhere', () => {
    const app = new EventEmitter()
    const onOpen = vi.fn()
    const onQuickAsk = vi.fn()
    const own = watchArrivals({
      app: asElectron<App>(app),
      argv: ['harombe', 'harombe://node/dgx'],
      onOpen,
      onQuickAsk,
    })
    expect(own).toEqual({ kind: 'node', name: 'dgx' })
    app.emit('second-instance', {}, ['harombe', '--flag', 'harombe://chat/abc'])
    app.emit('second-instance', {}, ['harombe'])
    // The system's own start at login, and keys the user bound by hand.
    app.emit('second-instance', {}, ['harombe', '--hidden'])
    app.emit('second-instance', {}, ['harombe', '--quick-ask'])
    app.emit('activate')
    const event = preventable({})
    app.emit('open-url', event, 'harombe://app/index.html')
    expect(event.defaultPrevented).toBe(true)
    expect(onOpen.mock.calls).toEqual([[{ kind: 'chat', id: 'abc' }], [null], [null], [null]])
    expect(onQuickAsk).toHaveBeenCalledOnce()
  })

  it('are claimed from the system by an installed app only', () => {
    const app = { setAppUserModelId: vi.fn(), setAsDefaultProtocolClient: vi.fn(() => true) }
    registerWithSystem({ ...app, isPackaged: false }, 'win32')
    expect(app.setAsDefaultProtocolClient).not.toHaveBeenCalled()
    registerWithSystem({ ...app, isPackaged: true }, 'linux')
    expect(app.setAsDefaultProtocolClient).toHaveBeenCalledExactlyOnceWith('harombe')
    expect(app.setAppUserModelId).not.toHaveBeenCalled()
    registerWithSystem({ ...app, isPackaged: true }, 'win32')
    expect(app.setAppUserModelId).toHaveBeenCalledExactlyOnceWith(appId)
  })
})
