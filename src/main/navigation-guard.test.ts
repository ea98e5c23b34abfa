import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { createSafeOpener, type GuardedContents, guardNavigation } from './navigation-guard'
import { resolvePage } from './page'
import { preventable } from './testing/double-window'
import { asElectron, createMemoryLog } from './testing/fixtures'

function opener(open: (url: string) => Promise<void>) {
  const { log, lines } = createMemoryLog()
  return { lines, openExternalSafe: createSafeOpener(open, log) }
}

describe('openExternalSafe', () => {
  it.each([
    ['https://example.com/a?b#c', 'https://example.com/a?b#c'],
    ['http://192.168.1.20:11434', 'http://192.168.1.20:11434/'],
    ['mailto:someone@example.com', 'mailto:someone@example.com'],
    // What is opened shows the real host, not the look-alike.
    ['https://аpple.com/', 'https://xn--pple-43d.com/'],
    ['  https://example.com\n', 'https://example.com/'],
  ])('opens %j', (address, opened) => {
    const open = vi.fn(async () => undefined)
    expect(opener(open).openExternalSafe(address)).toBe(true)
    expect(open).toHaveBeenCalledExactlyOnceWith(opened)
  })

  it.each([
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    'file:///etc/passwd',
    'file:////host/share',
    '\\\\host\\share',
    'smb://host/share',
    'ms-msdt:/id',
    'vscode://file/x',
    'harombe://chat/abc',
    'data:text/html,x',
    'blob:https://example.com/x',
    'ftp://example.com/',
    'https://good.example@evil.example/',
    'https://user:word@example.com/',
    `https://example.com/${'a'.repeat(2_100)}`,
    '//example.com',
    'C:\\Windows\\System32\\calc.exe',
    '',
  ])('refuses %j', address => {
    const open = vi.fn(async () => undefined)
    expect(opener(open).openExternalSafe(address)).toBe(false)
    expect(open).not.toHaveBeenCalled()
  })

  it('survives a system that has no browser, and logs no address', async () => {
    const { openExternalSafe, lines } = opener(() => Promise.reject(new Error('no handler')))
    openExternalSafe('https://example.com/#code=abc')
    openExternalSafe('weird://secret-path')
    await vi.waitFor(() => expect(lines).toHaveLength(2))
    expect(JSON.stringify(lines)).not.toMatch(/example\.com|secret-path/)
  })
})

describe('guardNavigation', () => {
  function guarded() {
    let openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
    const contents = Object.assign(new EventEmitter(), {
      reload: vi.fn(),
      setWindowOpenHandler(handler: typeof openHandler) {
        openHandler = handler
      },
    })
    const openExternalSafe = vi.fn(() => true)
    guardNavigation(asElectron<GuardedContents>(contents), resolvePage(true, undefined), openExternalSafe)
    const attempt = (event: string, url: string) => {
      const details = preventable({ url })
      contents.emit(event, details)
      return details.defaultPrevented
    }
    return { contents, openExternalSafe, attempt, open: (url: string) => openHandler({ url }) }
  }

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    'prevents %s to anywhere',
    event => {
      const { attempt } = guarded()
      for (const url of ['https://evil.example/', 'harombe://app/', 'harombe://evil/', 'data:text/html,x']) {
        expect(attempt(event, url)).toBe(true)
      }
    },
  )

  it('opens a followed link outside, and nothing for a redirect or a frame', () => {
    const { attempt, openExternalSafe } = guarded()
    attempt('will-redirect', 'https://example.com/')
    attempt('will-frame-navigate', 'https://example.com/')
    expect(openExternalSafe).not.toHaveBeenCalled()
    attempt('will-navigate', 'https://example.com/')
    expect(openExternalSafe).toHaveBeenCalledExactlyOnceWith('https://example.com/')
  })

  it('lets the diagram frame to its document, and nothing else there', () => {
    const { contents } = guarded()
    const attempt = (url: string, isMainFrame: boolean) => {
      const details = preventable({ url, isMainFrame })
      contents.emit('will-frame-navigate', details)
      return details.defaultPrevented
    }
    expect(attempt('harombe://app/diagram-frame.html', false)).toBe(false)
    for (const url of [
      'harombe://app/',
      'harombe://app/diagram-frame.html?x',
      'https://evil.example/',
      'data:,',
    ])
      expect(attempt(url, false)).toBe(true)
    expect(attempt('harombe://app/diagram-frame.html', true)).toBe(true)
  })

  it('reloads the page when the page asks for itself', () => {
    const { attempt, contents, openExternalSafe } = guarded()
    attempt('will-navigate', 'harombe://app/#/cluster')
    attempt('will-navigate', 'harombe://app/?safe=1#/chat')
    expect(contents.reload).toHaveBeenCalledTimes(2)
    attempt('will-navigate', 'harombe://app/other.html')
    expect(contents.reload).toHaveBeenCalledTimes(2)
    expect(openExternalSafe).toHaveBeenCalledExactlyOnceWith('harombe://app/other.html')
  })

  it('lets no page keep its window open', () => {
    expect(guarded().attempt('will-prevent-unload', '')).toBe(true)
  })

  it('denies every new window', () => {
    const { open, openExternalSafe } = guarded()
    expect(open('https://example.com/')).toEqual({ action: 'deny' })
    expect(open('harombe://app/')).toEqual({ action: 'deny' })
    expect(open('about:blank')).toEqual({ action: 'deny' })
    expect(openExternalSafe).toHaveBeenCalledTimes(3)
  })
})
