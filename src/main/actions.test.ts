import { describe, expect, it, vi } from 'vitest'
import { createActions, routeOf } from './actions'

function setUp(browserUrl: string | null = 'http://127.0.0.1:8000/#code=abc') {
  const targets = {
    openWindow: vi.fn(),
    copyText: vi.fn(),
    mintBrowserUrl: vi.fn(() => browserUrl),
    openExternalSafe: vi.fn(() => true),
    setServing: vi.fn(),
    find: vi.fn(),
    checkForUpdates: vi.fn(),
    restartToUpdate: vi.fn(),
    showDocs: vi.fn(),
    showLogs: vi.fn(),
    quit: vi.fn(),
  }
  return { targets, perform: createActions(targets) }
}

describe('actions', () => {
  it('lead where they say', () => {
    const { targets, perform } = setUp()
    perform({ type: 'open' })
    perform({ type: 'newChat' })
    perform({ type: 'openCluster' })
    perform({ type: 'openNode', name: 'dgx' })
    perform({ type: 'openModels' })
    perform({ type: 'openSettings' })
    expect(targets.openWindow.mock.calls).toEqual([
      [],
      [{ page: 'chat', conversationId: null }],
      [{ page: 'cluster', node: null }],
      [{ page: 'cluster', node: 'dgx' }],
      [{ page: 'models', model: null, node: null }],
      [{ page: 'settings', section: 'general' }],
    ])
    perform({ type: 'copyAddress', address: 'http://127.0.0.1:8000' })
    expect(targets.copyText).toHaveBeenCalledExactlyOnceWith('http://127.0.0.1:8000')
    perform({ type: 'openLogs' })
    expect(targets.showLogs).toHaveBeenCalledOnce()
    perform({ type: 'setServing', serving: false })
    expect(targets.setServing).toHaveBeenCalledExactlyOnceWith(false)
    for (const type of ['find', 'checkForUpdates', 'restartToUpdate'] as const) {
      perform({ type })
      expect(targets[type]).toHaveBeenCalledOnce()
    }
    perform({ type: 'openDocs' })
    expect(targets.showDocs).toHaveBeenCalledOnce()
    perform({ type: 'quit' })
    expect(targets.quit).toHaveBeenCalledOnce()
  })

  it('make a code for the browser only when it is opened, and open nothing without one', () => {
    const { targets, perform } = setUp()
    expect(targets.mintBrowserUrl).not.toHaveBeenCalled()
    perform({ type: 'openInBrowser' })
    expect(targets.openExternalSafe).toHaveBeenCalledExactlyOnceWith('http://127.0.0.1:8000/#code=abc')
    const without = setUp(null)
    without.perform({ type: 'openInBrowser' })
    expect(without.targets.openExternalSafe).not.toHaveBeenCalled()
  })
})

describe('routeOf', () => {
  it('maps links to places of the page', () => {
    expect(routeOf(null)).toBeUndefined()
    expect(routeOf({ kind: 'chat', id: 'abc' })).toEqual({ page: 'chat', conversationId: 'abc' })
    expect(routeOf({ kind: 'node', name: 'dgx' })).toEqual({ page: 'cluster', node: 'dgx' })
  })
})
