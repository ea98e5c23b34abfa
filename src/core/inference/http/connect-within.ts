import { buildConnector, errors } from 'undici'

/**
 * A connector that keeps its deadline. undici's own timers run up to half a second late (nodejs/undici, lib/util/timers:
 * "fast" timers tick every 500 ms), which is a long time to learn that a machine sleeps.
 * @param milliseconds until a connection, TLS included, must stand
 */
export function connectWithin(milliseconds: number): buildConnector.connector {
  const connect = buildConnector({ timeout: milliseconds, allowH2: false })
  return (options, callback) => {
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      callback(new errors.ConnectTimeoutError(), null)
    }, milliseconds)
    connect(options, (...outcome) => {
      clearTimeout(timer)
      if (!isLate) callback(...outcome)
      else outcome[1]?.destroy()
    })
  }
}
