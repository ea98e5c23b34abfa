import { Socket } from 'node:net'
import { buildConnector, errors } from 'undici'
import { stoodStillMs } from '../../../shared/deadline'

/** Bytes a socket reads ahead; Node takes it, undici's types leave it out. */
const buffering: object = { highWaterMark: 16 * 1024 }

export interface Connector {
  readonly connect: buildConnector.connector
  /** Sends a request off. */
  track(dispatch: () => void): Departure
}

/** How a request was sent off. */
export interface Departure {
  /** Over a connection that stood already. */
  isOnOld: boolean
  /**
   * Ends the attempt to connect that was begun for it, if it is still under way: the other side shall not see a connection
   * come up that nobody waits for.
   */
  giveUp(): void
}

/**
 * A connector that keeps its deadline. undici's own timers run up to half a second late (nodejs/undici, lib/util/timers:
 * "fast" timers tick every 500 ms), which is a long time to learn that a machine sleeps.
 * @param milliseconds until a connection, TLS included, must stand
 */
export function connectWithin(milliseconds: number): Connector {
  const connect = buildConnector({ timeout: milliseconds, allowH2: false, ...buffering })
  const connecting = new Set<Socket>()
  /** Since the last request was sent off. */
  const begun = new Set<Socket>()
  return {
    connect(options, callback) {
      let isLate = false
      let armedAt = performance.now()
      const timer = setTimeout(() => {
        // Timers come before what has arrived meanwhile: a process that stood still has not looked for its connection yet.
        if (performance.now() - armedAt > milliseconds + stoodStillMs) {
          armedAt = performance.now()
          timer.refresh()
          return
        }
        isLate = true
        callback(new errors.ConnectTimeoutError(), null)
      }, milliseconds)
      // It does return its socket; undici's types leave that out.
      const attempt: unknown = connect(options, (...outcome) => {
        clearTimeout(timer)
        if (attempt instanceof Socket) connecting.delete(attempt)
        if (!isLate) callback(...outcome)
        else outcome[1]?.destroy()
      })
      if (!(attempt instanceof Socket)) return
      connecting.add(attempt)
      begun.add(attempt)
    },
    track(dispatch) {
      // undici begins to connect before `dispatch` returns, and lets no other request wait for that connection.
      begun.clear()
      dispatch()
      const own = [...begun]
      return {
        isOnOld: own.length === 0,
        giveUp() {
          for (const socket of own) {
            if (connecting.has(socket)) socket.destroy(new errors.ClientDestroyedError())
          }
        },
      }
    },
  }
}
