import { hasPortBridge, openPortChannel } from './open-port'
import { openSocketChannel, rpcAddress } from './open-socket'
import { type Connection, createReconnectingClient } from './reconnecting-client'
import { type CodeOutcome, codeInHash, codeInText, exchangeCode } from './session'

const aliveCheckMs = 30_000

export interface PageConnection extends Connection {
  /** How the code in this page's address fared; null when there was none. */
  linkOutcome: Promise<CodeOutcome | null>
  /** Exchanges a pasted link or code for a session and connects. */
  submitCode(text: string): Promise<CodeOutcome>
}

const browserFetch: typeof fetch = (...request) => fetch(...request)

/** Connects this page to its coordinator: through the host's port where there is one, else over a socket to its own origin. */
export function connect(): PageConnection {
  const bridged = hasPortBridge()
  // The code must not stay in the address bar or the history, and its cookie must be there before the socket opens.
  const code = bridged ? null : codeInHash(location.hash)
  if (code !== null) history.replaceState(null, '', location.pathname + location.search)
  const linkOutcome = code === null ? Promise.resolve(null) : exchangeCode(code, browserFetch)
  let exchanged: Promise<unknown> = linkOutcome

  const connection = createReconnectingClient(async signal => {
    if (bridged) return openPortChannel(signal)
    await exchanged
    return openSocketChannel(rpcAddress(location), signal)
  })

  const wake = () => {
    if (document.visibilityState === 'hidden') return
    // Without a session too: it may have been made in another tab meanwhile.
    if (connection.status.getState().status === 'online') void connection.checkAlive()
    else connection.retryNow()
  }
  document.addEventListener('visibilitychange', wake)
  window.addEventListener('online', wake)
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') void connection.checkAlive()
  }, aliveCheckMs)

  return {
    ...connection,
    linkOutcome,
    async submitCode(text) {
      const submitted = codeInText(text)
      if (submitted === null) return 'refused'
      const exchange = exchangeCode(submitted, browserFetch)
      exchanged = exchange
      const outcome = await exchange
      if (outcome === 'accepted') connection.retryNow()
      return outcome
    },
    close() {
      document.removeEventListener('visibilitychange', wake)
      window.removeEventListener('online', wake)
      clearInterval(timer)
      connection.close()
    },
  }
}
