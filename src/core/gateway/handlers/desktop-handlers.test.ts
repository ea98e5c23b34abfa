import { describe, expect, it } from 'vitest'
import type { Caller } from '../../../shared/contract/caller'
import { capabilitiesFor, createDesktopHandlers } from './desktop-handlers'

const scopes = ['read', 'chat', 'admin'] as const
const callerOf = (kind: Caller['kind']) => ({
  caller: { kind, scopes },
  signal: new AbortController().signal,
})

function fakeDesktop() {
  const done: unknown[] = []
  const note =
    (name: string) =>
    (...values: unknown[]) =>
      void done.push([name, ...values])
  const desktop = {
    watch: async function* () {},
    setOpenAtLogin: async (open: boolean) => note('setOpenAtLogin')(open),
    checkForUpdates: note('checkForUpdates'),
    restartToUpdate: async () => note('restartToUpdate')(),
    openLogs: async () => note('openLogs')(),
    dismissCrash: note('dismissCrash'),
    leaveQuickAsk: note('leaveQuickAsk'),
  }
  return { desktop, done }
}

describe('what the desktop app does for its windows', () => {
  it('is done for a window of its own', async () => {
    const { desktop, done } = fakeDesktop()
    const handlers = createDesktopHandlers(desktop)
    const window = callerOf('desktop')
    await handlers.setOpenAtLogin({ open: true }, window)
    await handlers.restartToUpdate({}, window)
    await handlers.openLogs({}, window)
    handlers.leaveQuickAsk({ conversationId: 'abc' }, window)
    expect(done).toEqual([
      ['setOpenAtLogin', true],
      ['restartToUpdate'],
      ['openLogs'],
      ['leaveQuickAsk', 'abc'],
    ])
    expect(capabilitiesFor(window.caller, { capabilities: ['openFolder'], desktop })).toEqual([
      'openFolder',
      'desktop',
    ])
  })

  it.each(['browser', 'cli', 'mcp', 'test'] as const)(
    'is refused to a caller of kind %s with every scope',
    async kind => {
      const { desktop, done } = fakeDesktop()
      const handlers = createDesktopHandlers(desktop)
      const other = callerOf(kind)
      const forbidden = expect.objectContaining({ code: 'FORBIDDEN' })
      expect(() => handlers.watchDesktop({}, other)).toThrow(forbidden)
      await expect(handlers.setOpenAtLogin({ open: true }, other)).rejects.toEqual(forbidden)
      await expect(handlers.restartToUpdate({}, other)).rejects.toEqual(forbidden)
      await expect(handlers.openLogs({}, other)).rejects.toEqual(forbidden)
      expect(() => handlers.checkForUpdates({}, other)).toThrow(forbidden)
      expect(() => handlers.dismissCrash({}, other)).toThrow(forbidden)
      expect(() => handlers.leaveQuickAsk({ conversationId: null }, other)).toThrow(forbidden)
      expect(done).toEqual([])
      expect(capabilitiesFor(other.caller, { capabilities: [], desktop })).toEqual([])
    },
  )

  it('is refused to windows too where the coordinator runs without a desktop app', () => {
    const window = callerOf('desktop')
    expect(() => createDesktopHandlers(undefined).watchDesktop({}, window)).toThrow(/desktop app/)
    expect(capabilitiesFor(window.caller, { capabilities: [] })).toEqual([])
  })
})
