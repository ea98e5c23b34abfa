import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HarombeContract } from '../shared/contract'
import type { ApprovalRequest, ClusterView } from '../shared/entities'
import { clusterView, nodeView } from '../shared/entities/testing/views'
import { HarombeError } from '../shared/errors'
import { createMemoryChannelPair } from '../shared/rpc/channel'
import { createRpcClient } from '../shared/rpc/client'
import { english } from '../shared/texts/english'
import type { CoordinatorLink } from './coordinator'
import { createCoordinatorHost, type HostState } from './coordinator-host'
import { announceProblems } from './problem-dialog'
import { createMemoryLog } from './testing/fixtures'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const view = clusterView([nodeView('mac-mini')])

function createLink(endpoint: string, canMint: boolean) {
  const subscribers = new Set<(next: ClusterView) => void>()
  const askers = new Set<(waiting: ApprovalRequest[]) => void>()
  let lose: () => void = () => undefined
  const link = {
    endpoint,
    client: createRpcClient<HarombeContract>(createMemoryChannelPair()[0]),
    serve: vi.fn(),
    subscribeCluster(listener: (next: ClusterView) => void) {
      subscribers.add(listener)
      listener(view)
      return () => subscribers.delete(listener)
    },
    subscribeApprovals(listener: (waiting: ApprovalRequest[]) => void) {
      askers.add(listener)
      return () => askers.delete(listener)
    },
    suspended: vi.fn(),
    resumed: vi.fn(),
    mintBrowserUrl: canMint ? () => `${endpoint}/#code=x` : null,
    onLost(listener: () => void) {
      lose = listener
    },
    close: vi.fn(async () => undefined),
  } satisfies CoordinatorLink
  return { link, subscribers, askers, lose: () => lose() }
}

const locked = () => new HarombeError('LOCKED', 'Another harombe uses this folder.')
const holder = { endpoint: 'http://127.0.0.1:9000' }

function setUp(
  startOwn: () => Promise<CoordinatorLink>,
  joinRunning: () => Promise<CoordinatorLink | null> = () =>
    Promise.reject(new HarombeError('DISCONNECTED', 'It does not answer.')),
) {
  const { log, lines } = createMemoryLog()
  const own = vi.fn(startOwn)
  const running = vi.fn(joinRunning)
  const host = createCoordinatorHost({ startOwn: own, joinRunning: running, t: english, log })
  const states: HostState[] = []
  host.subscribe(state => states.push(state))
  return { host, own, running, states, lines, last: () => states.at(-1) }
}

describe('the coordinator host', () => {
  it('starts an own coordinator and passes on what it sees', async () => {
    const { link, subscribers, askers } = createLink('http://127.0.0.1:8000', true)
    const { host, last } = setUp(async () => link)
    const promised = host.link()
    host.start()
    host.start()
    expect(await promised).toBe(link)
    expect(host.current()).toBe(link)
    expect(last()).toEqual({
      view,
      approvals: [],
      endpoint: link.endpoint,
      canOpenInBrowser: true,
      problem: null,
    })
    await host.stop()
    expect(link.close).toHaveBeenCalledOnce()
    // Whoever still asked for approvals would count as present for ever.
    expect([subscribers.size, askers.size]).toEqual([0, 0])
    await expect(host.link()).rejects.toThrow('stopped')
  })

  it('becomes a client of the coordinator that was there first', async () => {
    const { link } = createLink(holder.endpoint, false)
    const { host, running, last } = setUp(
      () => Promise.reject(locked()),
      async () => link,
    )
    host.start()
    expect(await host.link()).toBe(link)
    expect(running).toHaveBeenCalledOnce()
    expect(last()).toMatchObject({ endpoint: holder.endpoint, canOpenInBrowser: false, view })
    await host.stop()
  })

  it('takes its place when it goes away, and windows get the new one', async () => {
    const first = createLink(holder.endpoint, false)
    const second = createLink('http://127.0.0.1:8000', true)
    let free = false
    const { host, states } = setUp(
      async () => {
        if (!free) throw locked()
        return second.link
      },
      async () => first.link,
    )
    host.start()
    expect(await host.link()).toBe(first.link)
    free = true
    first.lose()
    await vi.advanceTimersByTimeAsync(250)
    expect(await host.link()).toBe(second.link)
    expect(first.link.close).toHaveBeenCalledOnce()
    expect(first.subscribers.size).toBe(0)
    expect(states).toContainEqual({
      view: null,
      approvals: [],
      endpoint: null,
      canOpenInBrowser: false,
      problem: null,
    })
    await host.stop()
  })

  it('does not spin when the holder hangs up on it at once', async () => {
    const { host, running } = setUp(
      () => Promise.reject(locked()),
      async () => ({
        ...createLink(holder.endpoint, false).link,
        onLost: (listener: () => void) => listener(),
      }),
    )
    host.start()
    await vi.advanceTimersByTimeAsync(1_000)
    // The shortest pause of the first retry is 125 ms.
    expect(running.mock.calls.length).toBeLessThanOrEqual(9)
    await host.stop()
  })

  it('waits out a holder that is only starting or ending, without a word', async () => {
    const { link } = createLink('http://127.0.0.1:8000', true)
    let attempts = 0
    const { host, states } = setUp(
      async () => {
        attempts += 1
        if (attempts <= 3) throw locked()
        return link
        // Its owner does not listen yet.
      },
      async () => null,
    )
    host.start()
    await vi.advanceTimersByTimeAsync(250 + 500 + 1_000)
    expect(await host.link()).toBe(link)
    expect(states.every(({ problem }) => problem === null)).toBe(true)
    await host.stop()
  })

  it('says what is wrong, once, goes on trying and recovers', async () => {
    const { link } = createLink('http://127.0.0.1:8000', true)
    let fixed = false
    const { host, last } = setUp(async () => {
      if (fixed) return link
      throw new HarombeError('CONFIG_INVALID', 'server.host needs a token.', {
        hint: 'Set server.auth_token.',
      })
    })
    const showMessageBox = vi.fn(async () => ({ response: 0, checkboxChecked: false }))
    announceProblems(host, { showMessageBox }, english)
    host.start()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(last()?.problem).toEqual({ message: 'server.host needs a token.', hint: 'Set server.auth_token.' })
    expect(showMessageBox).toHaveBeenCalledOnce()
    expect(showMessageBox.mock.lastCall).toMatchObject([
      { detail: expect.stringContaining('server.auth_token') },
    ])
    fixed = true
    await vi.advanceTimersByTimeAsync(5_000)
    expect(last()).toMatchObject({ problem: null, endpoint: link.endpoint })
    await host.stop()
  })

  it('gives every link to whoever wants it, with a signal that ends with it', async () => {
    const first = createLink('http://127.0.0.1:8000', true)
    const second = createLink('http://127.0.0.1:8001', true)
    const links = [first, second]
    const { host } = setUp(async () => (links.shift() ?? second).link)
    const early = vi.fn()
    host.onLink(early)
    host.start()
    await vi.advanceTimersByTimeAsync(0)
    const late = vi.fn()
    host.onLink(late)
    expect(early.mock.calls).toEqual(late.mock.calls)
    const signal: AbortSignal = early.mock.calls[0]?.[1]
    expect(signal.aborted).toBe(false)
    first.lose()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(signal.aborted).toBe(true)
    expect(early.mock.lastCall?.[0]).toBe(second.link)
    expect(late).toHaveBeenCalledTimes(2)
    await host.stop()
    expect(late.mock.lastCall?.[1].aborted).toBe(true)
  })

  it('shows no internals of an unexpected failure', async () => {
    const { host, last } = setUp(() => Promise.reject(new TypeError('x is not a function')))
    host.start()
    await vi.advanceTimersByTimeAsync(0)
    expect(last()?.problem?.message).toBe('The coordinator could not start.')
    await host.stop()
  })

  it('stops a coordinator that was still starting', async () => {
    const starting = Promise.withResolvers<CoordinatorLink>()
    const { link } = createLink('http://127.0.0.1:8000', true)
    const { host } = setUp(() => starting.promise)
    host.start()
    const stopped = host.stop()
    starting.resolve(link)
    await stopped
    expect(link.close).toHaveBeenCalledOnce()
  })

  it('stops at once between two attempts and before the first', async () => {
    const { host, own } = setUp(() => Promise.reject(new Error('no')))
    host.start()
    await vi.advanceTimersByTimeAsync(0)
    await host.stop()
    expect(own).toHaveBeenCalledOnce()
    expect(vi.getTimerCount()).toBe(0)
    await setUp(async () => createLink('x', true).link).host.stop()
  })
})
