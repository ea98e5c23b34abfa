import { beforeAll, describe, expect, it, vi } from 'vitest'

const send = vi.fn()
const exposed: [name: string, api: unknown][] = []
const fromMain = new Map<string, (event: { ports: unknown[] }) => void>()
const listeners: ((event: { source: unknown; data: unknown }) => void)[] = []
const page = {
  addEventListener: (_type: string, listener: (typeof listeners)[number]) => listeners.push(listener),
  postMessage: vi.fn(),
}

vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: unknown) => exposed.push([name, api]) },
  ipcRenderer: {
    send,
    on: (channel: string, listener: (event: { ports: unknown[] }) => void) => fromMain.set(channel, listener),
  },
}))

beforeAll(async () => {
  vi.stubGlobal('window', page)
  vi.stubGlobal('location', { origin: 'harombe://app' })
  await import('./index')
})

const hear = (source: unknown, data: unknown) => {
  for (const listener of listeners) listener({ source, data })
}

describe('the preload script', () => {
  it('exposes one constant', () => {
    expect(exposed).toEqual([['harombe', { desktop: true }]])
  })

  it("passes on the page's own request for a port and nothing else", () => {
    hear({ another: 'window' }, { type: 'harombe:request-port' })
    hear(null, { type: 'harombe:request-port' })
    for (const data of [null, 'harombe:request-port', { type: 'harombe:port' }, { type: 'open' }, [], 7]) {
      hear(page, data)
    }
    expect(send).not.toHaveBeenCalled()
    hear(page, { type: 'harombe:request-port', channel: 'anything' })
    expect(send.mock.calls).toEqual([['harombe:request-port']])
  })

  it('hands a port to its own origin only', () => {
    const port = {}
    fromMain.get('harombe:port')?.({ ports: [port] })
    expect(page.postMessage.mock.calls).toEqual([[{ type: 'harombe:port' }, 'harombe://app', [port]]])
  })
})
