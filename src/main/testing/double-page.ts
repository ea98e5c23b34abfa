import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import type { MessagePort } from 'node:worker_threads'

export interface PageEvent {
  source: unknown
  origin: string
  data: unknown
  ports: readonly MessagePort[]
}

/** A renderer without a browser: it runs the real preload script and speaks `postMessage` as the page would. */
export function createDoublePage(
  preloadPath: string,
  origin: string,
  sendToMain: (channel: string, message: unknown) => void,
) {
  const ipcRenderer = Object.assign(new EventEmitter(), { send: sendToMain })
  const exposed: Record<string, unknown> = {}
  const listeners = new Set<(event: PageEvent) => void>()
  const window = {
    addEventListener(type: string, listener: (event: PageEvent) => void): void {
      if (type === 'message') listeners.add(listener)
    },
    postMessage(data: unknown, targetOrigin: string, transfer: readonly unknown[] = []): void {
      if (targetOrigin !== origin) return
      const event = { source: window, origin, data, ports: transfer as readonly MessagePort[] }
      queueMicrotask(() => {
        for (const listener of listeners) listener(event)
      })
    },
  }
  const electron = {
    ipcRenderer,
    contextBridge: {
      exposeInMainWorld(name: string, api: unknown): void {
        exposed[name] = api
      },
    },
  }
  const require = (name: string) => {
    if (name !== 'electron') throw new Error(`A sandboxed preload cannot require ${name}`)
    return electron
  }
  runInNewContext(readFileSync(preloadPath, 'utf8'), {
    require,
    exports: {},
    module: { exports: {} },
    window,
    location: { origin },
  })

  return {
    exposed,
    receive(channel: string, message: unknown, ports: readonly MessagePort[]): void {
      ipcRenderer.emit(channel, { ports }, message)
    },
    /** Asks as the page's client does; null when nothing comes within the time. */
    requestPort(timeoutMs: number): Promise<MessagePort | null> {
      return new Promise(resolve => {
        const finish = (port: MessagePort | null) => {
          clearTimeout(timer)
          listeners.delete(onMessage)
          resolve(port)
        }
        const onMessage = ({ data, ports }: PageEvent) => {
          const answered =
            typeof data === 'object' && data !== null && 'type' in data && data.type === 'harombe:port'
          if (answered) finish(ports[0] ?? null)
        }
        const timer = setTimeout(finish, timeoutMs, null)
        listeners.add(onMessage)
        window.postMessage({ type: 'harombe:request-port' }, origin)
      })
    },
  }
}

export type DoublePage = ReturnType<typeof createDoublePage>
