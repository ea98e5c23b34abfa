import { describe, expect, it, vi } from 'vitest'
import { createCommandRegistry } from './registry'

function setUp() {
  const clock = { now: 0 }
  const goTo = vi.fn()
  return { clock, goTo, registry: createCommandRegistry(goTo, () => clock.now) }
}

describe('the registry', () => {
  it('asks the last one to come, and the one before it after it went', () => {
    const { registry } = setUp()
    const ran: string[] = []
    registry.register('newChat', { run: () => ran.push('shell') })
    const leave = registry.register('newChat', { run: () => ran.push('page') })
    registry.run('newChat')
    leave()
    registry.run('newChat')
    expect(ran).toEqual(['page', 'shell'])
  })

  it('passes by who cannot do it now, and says when nobody took it', () => {
    const { registry } = setUp()
    registry.register('copyLastAnswer', { run: () => false })
    expect(registry.run('copyLastAnswer')).toBe(false)
    registry.register('findNext', { run: () => true, when: () => false })
    expect(registry.run('findNext')).toBe(false)
    expect(registry.canRun('findNext')).toBe(false)
    expect(registry.run('toggleSidebar')).toBe(false)
  })

  it('leads to the page of a command and runs it there, once', () => {
    const { registry, goTo } = setUp()
    expect(registry.canRun('searchChats')).toBe(true)
    expect(registry.run('searchChats')).toBe(true)
    expect(goTo).toHaveBeenCalledExactlyOnceWith('searchChats')
    const run = vi.fn()
    registry.register('searchChats', { run })()
    registry.register('searchChats', { run })
    expect(run).toHaveBeenCalledTimes(1)
  })

  it('forgets it when the page took too long, or something else was asked for', () => {
    const { registry, clock } = setUp()
    const run = vi.fn()
    registry.run('searchChats')
    clock.now = 6_000
    registry.register('searchChats', { run })
    registry.run('addNode')
    registry.run('newChat')
    registry.register('addNode', { run })
    expect(run).not.toHaveBeenCalled()
  })
})
