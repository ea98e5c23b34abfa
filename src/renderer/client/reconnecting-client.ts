import { createStore, type StoreApi } from 'zustand/vanilla'
import { backoffDelay } from '../../shared/backoff'
import type { HarombeClient, HarombeContract } from '../../shared/contract'
import { HarombeError, hasCode } from '../../shared/harombe-error'
import type { Channel } from '../../shared/rpc/channel'
import { createRpcClient } from '../../shared/rpc/client'

/**
 * connecting: never connected yet; online; lost: being restored by itself; unauthorized: this browser has no session, and
 * nothing is tried again before `retryNow`.
 */
export type ConnectionStatus = 'connecting' | 'online' | 'lost' | 'unauthorized'

export interface Connection {
  client: HarombeClient
  status: StoreApi<{ status: ConnectionStatus }>
  /** Ends the wait of the backoff: the network came back, the window was shown, a session was made. */
  retryNow(): void
  /** Drops the channel if it does not answer within 5 s: a socket that slept through a suspend looks open for minutes. */
  checkAlive(): Promise<void>
  close(): void
}

/** @throws HarombeError UNAUTHENTICATED when there is no session, any other when the coordinator cannot be reached */
export type OpenChannel = (signal: AbortSignal) => Promise<Channel>

const waitForConnectionMs = 10_000
/** A connection that lived shorter than this does not reset the backoff. */
const stableMs = 5_000
const aliveTimeoutMs = 5_000

type Live = ReturnType<typeof createRpcClient<HarombeContract>>

interface Waiter {
  resolve(live: Live): void
}

/** One client over a line of channels. Calls and streams in flight when a channel goes fail with DISCONNECTED. */
export function createReconnectingClient(
  openChannel: OpenChannel,
  random: () => number = Math.random,
): Connection {
  const status = createStore(() => ({ status: 'connecting' as ConnectionStatus }))
  const lifetime = new AbortController()
  const waiters = new Set<Waiter>()
  let live: Live | null = null
  let attempt = 0
  let opening = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const setStatus = (next: ConnectionStatus) => {
    if (status.getState().status !== next) status.setState({ status: next })
  }

  function scheduleRetry(): void {
    setStatus('lost')
    clearTimeout(timer)
    timer = setTimeout(() => void open(), backoffDelay(attempt, random))
    attempt += 1
  }

  async function open(): Promise<void> {
    if (opening || live !== null || lifetime.signal.aborted) return
    opening = true
    clearTimeout(timer)
    try {
      const channel = await openChannel(lifetime.signal)
      if (lifetime.signal.aborted) channel.close()
      else use(channel)
    } catch (error) {
      if (lifetime.signal.aborted) return
      if (hasCode(error, 'UNAUTHENTICATED')) setStatus('unauthorized')
      else scheduleRetry()
    } finally {
      opening = false
    }
  }

  function use(channel: Channel): void {
    const next = createRpcClient<HarombeContract>(channel)
    const openedAt = performance.now()
    live = next
    setStatus('online')
    for (const waiter of waiters) waiter.resolve(next)
    waiters.clear()
    channel.onClose(() => {
      if (live === next) live = null
      if (lifetime.signal.aborted) return
      if (performance.now() - openedAt >= stableMs) attempt = 0
      scheduleRetry()
    })
  }

  /** The current channel's client, or the next one's within 10 s. */
  function whenOnline(signal: AbortSignal | undefined): Promise<Live> {
    if (live !== null) return Promise.resolve(live)
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(patience)
        waiters.delete(waiter)
        signal?.removeEventListener('abort', onAbort)
        lifetime.signal.removeEventListener('abort', giveUp)
      }
      const waiter: Waiter = {
        resolve(next) {
          settle()
          resolve(next)
        },
      }
      const giveUp = () => {
        settle()
        reject(
          new HarombeError('DISCONNECTED', 'The coordinator cannot be reached.', {
            hint: 'The connection is being restored; try again when it is back.',
          }),
        )
      }
      const onAbort = () => {
        settle()
        reject(new HarombeError('CANCELLED', 'The request was cancelled.'))
      }
      const patience = setTimeout(giveUp, waitForConnectionMs)
      waiters.add(waiter)
      if (signal?.aborted === true) onAbort()
      else signal?.addEventListener('abort', onAbort, { once: true })
      if (lifetime.signal.aborted) giveUp()
      else lifetime.signal.addEventListener('abort', giveUp, { once: true })
    })
  }

  const client: HarombeClient = {
    async call(path, input, options) {
      return (await whenOnline(options?.signal)).call(path, input, options)
    },
    async *stream(path, input, options) {
      yield* (await whenOnline(options?.signal)).stream(path, input, options)
    },
  }

  void open()
  return {
    client,
    status,
    retryNow() {
      attempt = 0
      void open()
    },
    async checkAlive() {
      const checked = live
      if (checked === null) return
      const timeout = AbortSignal.any([AbortSignal.timeout(aliveTimeoutMs), lifetime.signal])
      try {
        await checked.call('system.getInfo', {}, { signal: timeout })
      } catch (error) {
        if (hasCode(error, 'CANCELLED')) checked.close()
      }
    },
    close() {
      clearTimeout(timer)
      lifetime.abort()
      live?.close()
      live = null
    },
  }
}
