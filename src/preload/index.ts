import { contextBridge, ipcRenderer } from 'electron'

// The page's globals, as far as this bridge needs them; the rest of this program is typed without a DOM.
declare const window: {
  addEventListener(type: 'message', listener: (event: { source: unknown; data: unknown }) => void): void
  postMessage(message: unknown, targetOrigin: string, transfer: readonly unknown[]): void
}
declare const location: { origin: string }

const isPortRequest = (data: unknown) =>
  typeof data === 'object' && data !== null && 'type' in data && data.type === 'harombe:request-port'

window.addEventListener('message', event => {
  if (event.source === window && isPortRequest(event.data)) ipcRenderer.send('harombe:request-port')
})

ipcRenderer.on('harombe:port', event => {
  window.postMessage({ type: 'harombe:port' }, location.origin, event.ports)
})

contextBridge.exposeInMainWorld('harombe', { desktop: true })
