import { describe, expect, it, vi } from 'vitest'
import { resolvePage } from './page'
import { type GuardedSession, restrictSession } from './permissions'
import { createElectronDouble } from './testing/electron-double'
import { asElectron } from './testing/fixtures'

function restricted(page = resolvePage(true, undefined)) {
  const double = createElectronDouble({ appPath: '/app', userData: '/data', exit: () => undefined })
  restrictSession(asElectron<GuardedSession>(double.electron.session.defaultSession), page)
  const handler = (name: string) => {
    const found = double.sessionHandlers.get(name)
    if (found === undefined) throw new Error(`No handler for ${name}`)
    return found as (...values: unknown[]) => unknown
  }
  const answer = (name: string, ...before: unknown[]) => {
    const callback = vi.fn()
    handler(name)(...before, callback)
    return callback.mock.calls[0]?.[0]
  }
  return { handler, answer }
}

const powers = [
  'media',
  'geolocation',
  'notifications',
  'clipboard-read',
  'display-capture',
  'fullscreen',
  'hid',
  'usb',
  'serial',
  'midiSysex',
  'openExternal',
  'fileSystem',
  'local-network-access',
  'unknown',
]

describe('restrictSession', () => {
  it('lets the page write to the clipboard, and nobody else', () => {
    const { handler } = restricted()
    const request = (permission: string, requestingUrl: string) => {
      const callback = vi.fn()
      handler('permissionRequest')({}, permission, callback, { requestingUrl })
      return callback.mock.calls[0]?.[0]
    }
    expect(request('clipboard-sanitized-write', 'harombe://app/#/chat')).toBe(true)
    expect(request('clipboard-sanitized-write', 'https://evil.example/')).toBe(false)
    expect(request('clipboard-sanitized-write', 'data:text/html,x')).toBe(false)
    expect(handler('permissionCheck')(null, 'clipboard-sanitized-write', 'harombe://app/')).toBe(true)
    expect(handler('permissionCheck')(null, 'clipboard-sanitized-write', '')).toBe(false)
    for (const permission of powers) {
      expect(request(permission, 'harombe://app/')).toBe(false)
      expect(handler('permissionCheck')(null, permission, 'harombe://app/')).toBe(false)
    }
  })

  it('gives no device and no screen', () => {
    const { handler, answer } = restricted()
    expect(handler('devicePermission')({ deviceType: 'usb' })).toBe(false)
    expect(answer('displayMedia', {})).toBeNull()
  })

  it.each([
    ['harombe://app/assets/index.js', false],
    ['blob:harombe://app/1', false],
    ['data:image/png;base64,AA', false],
    ['https://example.com/pixel.png', true],
    ['http://127.0.0.1:8000/rpc', true],
    ['ws://127.0.0.1:8000/rpc', true],
    ['file:///etc/passwd', true],
    ['harombe://evil/', true],
    ['harombe://app.evil/', true],
  ])('%s: cancelled %s', (url, cancel) => {
    expect(restricted().answer('beforeRequest', { url })).toEqual({ cancel })
  })

  it("lets a page in development speak to Vite's socket", () => {
    const { answer } = restricted(resolvePage(false, 'http://localhost:5173'))
    expect(answer('beforeRequest', { url: 'ws://localhost:5173/?token=x' })).toEqual({ cancel: false })
    expect(answer('beforeRequest', { url: 'ws://localhost:5174/' })).toEqual({ cancel: true })
  })
})
