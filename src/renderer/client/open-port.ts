import { HarombeError } from '../../shared/harombe-error'
import type { Channel } from '../../shared/rpc/channel'
import { createDomPortChannel } from '../../shared/rpc/message-port-channel'

declare global {
  interface Window {
    /** Put there by the desktop's preload script; a browser tab has none. */
    readonly harombe?: { readonly desktop: true }
  }
}

const replyTimeoutMs = 5_000

/** Whether the page can ask its host for a port instead of opening a socket. */
export function hasPortBridge(): boolean {
  return window.harombe?.desktop === true
}

/** Asks the preload script for a port to the coordinator. @throws HarombeError DISCONNECTED when none comes */
export function openPortChannel(signal: AbortSignal): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const finish = () => {
      clearTimeout(timer)
      window.removeEventListener('message', onMessage)
      signal.removeEventListener('abort', fail)
    }
    const fail = () => {
      finish()
      reject(new HarombeError('DISCONNECTED', 'The coordinator cannot be reached.'))
    }
    const onMessage = (event: MessageEvent<unknown>) => {
      const port = event.ports[0]
      if (event.source !== window || event.origin !== location.origin || port === undefined) return
      if (!isPortReply(event.data)) return
      finish()
      resolve(createDomPortChannel(port))
    }
    const timer = setTimeout(fail, replyTimeoutMs)
    signal.addEventListener('abort', fail, { once: true })
    window.addEventListener('message', onMessage)
    window.postMessage({ type: 'harombe:request-port' }, location.origin)
  })
}

function isPortReply(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'harombe:port'
}
