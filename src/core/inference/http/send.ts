import { setImmediate } from 'node:timers/promises'
import type { Dispatcher } from 'undici'
import type { Connector } from './connect-within'
import { type Exchange, exchange } from './exchange'
import { isLost } from './network-error'

/**
 * What was sent over a connection that its server had closed before is refused in a moment, or when this process comes to look;
 * what is lost later than this, milliseconds, the server may have had in hand.
 */
const staleWithinMs = 5_000

/** A request that brings a server down takes it longer than a dead connection takes to be noticed, milliseconds. */
const inHandAfterMs = 20

/**
 * Sends one request. Servers close connections that nobody uses, and a process that was busy for a while has not heard of
 * it yet: what was lost on an old connection is sent once more (RFC 9112, 9.3.1), and says nothing of the machine.
 * @throws as `exchange`
 */
export async function send(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  signal: AbortSignal,
  connector: Connector,
): Promise<Exchange> {
  let isOnOld = false
  const sentAt = performance.now()
  const once = () =>
    exchange(dispatcher, options, signal, dispatch => {
      const departure = connector.track(dispatch)
      isOnOld = departure.isOnOld
      return departure.giveUp
    })
  try {
    return await once()
  } catch (error) {
    const lostAfterMs = performance.now() - sentAt
    const isStale = isOnOld && isLost(error) && lostAfterMs < staleWithinMs
    if (!isStale || signal.aborted) throw error
    // By then it is known which others of its connections the server has closed.
    await setImmediate()
    return once().catch(again => {
      // Nobody is there any more, and it had time for this very request: that may be what brought it down.
      throw signal.aborted || isLost(again) || lostAfterMs < inHandAfterMs ? again : error
    })
  }
}
