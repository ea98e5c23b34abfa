import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { HarombeError } from '../../shared/errors'
import { userAgent } from '../inference/http/origin'
import { createLeases } from './leases'
import { createAsker } from './testing/ask-gateway'
import { aborted, failed, routed, text } from './testing/fake-cluster'
import { type StartedGateway, startGateway } from './testing/start-gateway'

describe('leases', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('end what nobody renews, and only that', () => {
    const leases = createLeases(25_000)
    const ended: string[] = []
    for (const id of ['lease-one', 'lease-two']) leases.hold(id, () => ended.push(id))
    vi.advanceTimersByTime(24_000)
    expect(leases.renew(['lease-two', 'unknown-'])).toEqual(['lease-two'])
    vi.advanceTimersByTime(2_000)
    expect(ended).toEqual(['lease-one'])
    vi.advanceTimersByTime(22_000)
    expect(ended).toEqual(['lease-one'])
    vi.advanceTimersByTime(2_000)
    expect(ended).toEqual(['lease-one', 'lease-two'])
    expect(leases.renew(['lease-one', 'lease-two'])).toEqual([])
  })

  it('own no timer once the answer is over, and share an id without mixing', () => {
    const leases = createLeases(1_000)
    const ended: number[] = []
    const ends = [1, 2].map(number => leases.hold('the-same', () => ended.push(number)))
    ends[0]?.()
    vi.advanceTimersByTime(1_000)
    expect(ended).toEqual([2])
    ends[1]?.()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a coordinator that asks', () => {
  let gateway: StartedGateway
  afterEach(() => gateway.stop())
  const { post } = createAsker(() => gateway)
  const question = { messages: [{ role: 'user', content: 'Hi' }], stream: true }
  const lease = { 'user-agent': userAgent, 'x-harombe-lease': 'aaaaaaaa-1' }

  const endless = () =>
    gateway.fake.play(async function* (_request, signal) {
      yield routed
      yield text('Hel')
      await aborted(signal)
      const reason: unknown = signal.reason
      yield failed(reason instanceof HarombeError ? reason : new HarombeError('CANCELLED', 'Cancelled.'))
    })

  it('and is not heard of again loses the answer, with an error and no end of success', async () => {
    gateway = await startGateway({ limits: { lease: 50 } })
    endless()
    const body = await (await post('/api/complete', question, lease)).text()
    expect(body).toContain('"type":"error"')
    expect(body).not.toContain('"type":"done"')
    expect(gateway.fake.signals[0]?.aborted).toBe(true)
  })

  it('keeps it by saying that it wants it', async () => {
    gateway = await startGateway({ limits: { lease: 400 } })
    endless()
    const response = await post('/api/complete', question, lease)
    const renewed = async () =>
      (await (await post('/api/lease', { ids: ['aaaaaaaa-1', 'bbbbbbbb-2'] })).json()) as unknown
    const until = performance.now() + 900
    while (performance.now() < until) expect(await renewed()).toEqual({ renewed: ['aaaaaaaa-1'] })
    expect(gateway.fake.signals[0]?.aborted).toBe(false)
    await response.body?.cancel()
    await vi.waitFor(async () => expect(await renewed()).toEqual({ renewed: [] }))
  })

  it('without a lease is left alone', async () => {
    gateway = await startGateway({ limits: { lease: 10 } })
    const { promise, resolve } = Promise.withResolvers<void>()
    gateway.fake.play(async function* (_request, signal) {
      yield routed
      await Promise.race([promise, aborted(signal)])
      yield failed(new HarombeError('NODE_ERROR', 'It ended by itself.'))
    })
    const asked = await post('/api/complete', question, { 'user-agent': userAgent })
    for (let turn = 0; turn < 5; turn += 1) await post('/api/lease', { ids: [] })
    await new Promise(done => setTimeout(done, 30))
    expect(gateway.fake.signals[0]?.aborted).toBe(false)
    resolve()
    expect(await asked.text()).toContain('It ended by itself.')
  })

  it('with an id that is none is told so', async () => {
    gateway = await startGateway()
    const refused = await post('/api/complete', question, { ...lease, 'x-harombe-lease': 'a b' })
    expect(refused.status).toBe(400)
    expect((await post('/api/lease', { ids: ['<>'] })).status).toBe(400)
  })
})
