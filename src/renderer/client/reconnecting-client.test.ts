import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { call, stream } from '../../shared/contract/define'
import { HarombeError } from '../../shared/harombe-error'
import { createRouter } from '../../shared/rpc/server'
import { createFlakyCoordinator } from './coordinator.fixture'
import { type Connection, createReconnectingClient } from './reconnecting-client'

let hangs = false

const router = createRouter(
  {
    system: { getInfo: call('read', z.object({}), z.string()) },
    cluster: { watchCluster: stream('read', z.object({}), z.number()) },
  },
  {
    system: {
      getInfo: (_input, { signal }) =>
        hangs ? new Promise<string>((_, reject) => signal.addEventListener('abort', reject)) : 'here',
    },
    cluster: {
      async *watchCluster(_input, { signal }) {
        yield 1
        await new Promise(resolve => signal.addEventListener('abort', resolve))
      },
    },
  },
)

const away = () => new HarombeError('DISCONNECTED', 'away')
const ask = (connection: Connection) => connection.client.call('system.getInfo', {})

describe('reconnecting client', () => {
  let connection: Connection | undefined
  beforeEach(() => {
    hangs = false
    vi.useFakeTimers()
  })
  afterEach(() => {
    connection?.close()
    vi.useRealTimers()
  })
  const status = () => connection?.status.getState().status

  it('answers calls made before the first channel is open', async () => {
    const coordinator = createFlakyCoordinator(router)
    connection = createReconnectingClient(coordinator.openChannel)
    expect(status()).toBe('connecting')
    await expect(ask(connection)).resolves.toBe('here')
    expect(status()).toBe('online')
  })

  it('fails what was in flight when the channel goes, and serves what comes after', async () => {
    const coordinator = createFlakyCoordinator(router)
    connection = createReconnectingClient(coordinator.openChannel)
    await ask(connection)
    hangs = true
    const inFlight = ask(connection)
    const failed = expect(inFlight).rejects.toMatchObject({ code: 'DISCONNECTED' })
    await vi.advanceTimersByTimeAsync(0)
    coordinator.cut()
    await failed
    expect(status()).toBe('lost')
    hangs = false
    const later = ask(connection)
    await vi.advanceTimersByTimeAsync(250)
    await expect(later).resolves.toBe('here')
  })

  it('gives a call 10 s to find a connection, then fails it', async () => {
    const coordinator = createFlakyCoordinator(router)
    coordinator.cut(away())
    connection = createReconnectingClient(coordinator.openChannel)
    let outcome = 'pending'
    ask(connection).catch((error: HarombeError) => {
      outcome = error.code
    })
    await vi.advanceTimersByTimeAsync(9_999)
    expect(outcome).toBe('pending')
    await vi.advanceTimersByTimeAsync(1)
    expect(outcome).toBe('DISCONNECTED')
  })

  it('gives up a waiting call as soon as its signal aborts', async () => {
    const coordinator = createFlakyCoordinator(router)
    coordinator.cut(away())
    connection = createReconnectingClient(coordinator.openChannel)
    const abort = new AbortController()
    const waiting = connection.client.call('system.getInfo', {}, { signal: abort.signal })
    abort.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  it('waits 0.25, 0.5, 1, 2, 4, 5, 5 s between attempts at most', async () => {
    const coordinator = createFlakyCoordinator(router)
    coordinator.cut(away())
    connection = createReconnectingClient(coordinator.openChannel, () => 1)
    await vi.advanceTimersByTimeAsync(0)
    for (const [index, wait] of [250, 500, 1_000, 2_000, 4_000, 5_000, 5_000].entries()) {
      await vi.advanceTimersByTimeAsync(wait - 1)
      expect(coordinator.attempts).toBe(index + 1)
      await vi.advanceTimersByTimeAsync(1)
      expect(coordinator.attempts).toBe(index + 2)
    }
  })

  it('does not start the backoff anew for a coordinator that hangs up at once', async () => {
    const coordinator = createFlakyCoordinator(router)
    connection = createReconnectingClient(coordinator.openChannel, () => 1)
    for (const wait of [0, 250, 500, 1_000]) {
      await vi.advanceTimersByTimeAsync(wait)
      expect(status()).toBe('online')
      coordinator.cut()
    }
    await vi.advanceTimersByTimeAsync(1_999)
    expect(status()).toBe('lost')
    await vi.advanceTimersByTimeAsync(1)
    expect(status()).toBe('online')
    await vi.advanceTimersByTimeAsync(5_000)
    coordinator.cut()
    await vi.advanceTimersByTimeAsync(250)
    expect(status()).toBe('online')
  })

  it('stops trying without a session until told to', async () => {
    const coordinator = createFlakyCoordinator(router)
    coordinator.cut(new HarombeError('UNAUTHENTICATED', 'no session'))
    connection = createReconnectingClient(coordinator.openChannel)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(status()).toBe('unauthorized')
    expect(coordinator.attempts).toBe(1)
    coordinator.accept()
    connection.retryNow()
    await vi.advanceTimersByTimeAsync(0)
    expect(status()).toBe('online')
  })

  it('tries at once when told that the network is back, and only once', async () => {
    const coordinator = createFlakyCoordinator(router)
    coordinator.cut(away())
    connection = createReconnectingClient(coordinator.openChannel, () => 1)
    await vi.advanceTimersByTimeAsync(20_000)
    const before = coordinator.attempts
    coordinator.accept()
    connection.retryNow()
    connection.retryNow()
    await vi.advanceTimersByTimeAsync(0)
    expect(status()).toBe('online')
    expect(coordinator.attempts).toBe(before + 1)
  })

  it('drops a channel that is open but dead', async () => {
    const coordinator = createFlakyCoordinator(router)
    connection = createReconnectingClient(coordinator.openChannel, () => 1)
    await ask(connection)
    hangs = true
    const timeout = new AbortController()
    vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(timeout.signal)
    const check = connection.checkAlive()
    timeout.abort()
    await check
    expect(status()).toBe('lost')
    await vi.advanceTimersByTimeAsync(250)
    expect(status()).toBe('online')
  })

  it('leaves nothing behind when closed', async () => {
    const coordinator = createFlakyCoordinator(router)
    connection = createReconnectingClient(coordinator.openChannel)
    await ask(connection)
    coordinator.cut(away())
    const waiting = ask(connection)
    connection.close()
    await expect(waiting).rejects.toMatchObject({ code: 'DISCONNECTED' })
    expect(vi.getTimerCount()).toBe(0)
  })
})
