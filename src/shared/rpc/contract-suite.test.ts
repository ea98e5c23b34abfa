import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failureOf, type LabSession, openLab, privateText } from './testing/lab'
import { transports } from './testing/transports'

describe.each(transports)('calls over $name', transport => {
  let session: LabSession

  beforeEach(async () => {
    session = await openLab(transport)
  })
  afterEach(() => session.end())

  it('answers, and fills defaults on the server', async () => {
    expect(await session.client.call('lab.multiply', { value: 21 })).toBe(42)
    expect(await session.client.call('lab.multiply', { value: 2, factor: 5 })).toBe(10)
  })

  it('keeps answers apart when many calls are under way', async () => {
    const values = Array.from({ length: 50 }, (_, value) => value)
    const answers = await Promise.all(values.map(value => session.client.call('lab.multiply', { value })))
    expect(answers).toEqual(values.map(value => value * 2))
  })

  it('refuses input that does not fit and names the field', async () => {
    const input = { value: 'two' } as unknown as { value: number }
    const error = await failureOf(session.client.call('lab.multiply', input))
    expect(error.code).toBe('BAD_REQUEST')
    expect(error.message).toMatch(/^value: /)
    expect(error.data?.issues).toMatchObject([{ path: ['value'] }])
  })

  it.each(['lab.nothing', 'nothing.multiply', 'lab', '', '__proto__.toString', 'lab.constructor'])(
    'does not know %j, inherited members included',
    async path => {
      const error = await failureOf(session.client.call(path as 'lab.multiply', { value: 1 }))
      expect(error.code).toBe('NOT_FOUND')
    },
  )

  it('does not open a call as a stream, nor call a stream', async () => {
    const asStream = session.client.stream('lab.multiply' as 'lab.count', { to: 1 })
    expect((await failureOf(asStream[Symbol.asyncIterator]().next())).code).toBe('NOT_FOUND')
    const asCall = session.client.call('lab.count' as 'lab.multiply', { value: 1 })
    expect((await failureOf(asCall)).code).toBe('NOT_FOUND')
  })

  it('refuses what the caller’s scopes do not allow', async () => {
    expect((await failureOf(session.client.call('lab.administer', {}))).code).toBe('FORBIDDEN')
  })

  it('hands an expected error over whole', async () => {
    const error = await failureOf(session.client.call('lab.refuse', {}))
    expect(error.toShape()).toEqual({
      code: 'CONFLICT',
      message: 'It is taken.',
      retryable: false,
      hint: 'Choose another.',
      data: { taken: 'a' },
    })
  })

  it('hides an unknown throw behind a reference and lets nothing of it through', async () => {
    const frames: string[] = []
    const send = session.link.server.send.bind(session.link.server)
    vi.spyOn(session.link.server, 'send').mockImplementation(frame => {
      frames.push(frame)
      return send(frame)
    })
    const error = await failureOf(session.client.call('lab.crash', {}))
    expect(error.code).toBe('INTERNAL')
    expect(error.message).toContain('ref-1')
    expect(session.record.reported).toMatchObject([{ path: 'lab.crash', error: { message: privateText } }])
    expect(frames).toHaveLength(1)
    expect(frames[0]).not.toContain('private text')
    expect(frames[0]).not.toContain('.ts')
  })

  it('fails a call whose result cannot be written down, and goes on', async () => {
    expect((await failureOf(session.client.call('lab.breakCodec', { where: 'result' }))).code).toBe(
      'INTERNAL',
    )
    expect(await session.client.call('lab.multiply', { value: 1 })).toBe(2)
  })

  it('keeps code and message of an error whose data cannot be written down', async () => {
    const error = await failureOf(session.client.call('lab.breakCodec', { where: 'error' }))
    expect(error).toMatchObject({ code: 'CONFLICT', message: 'It is taken.', data: undefined })
  })

  it('cancels by signal: the caller is free at once and the handler’s signal fires', async () => {
    const abort = new AbortController()
    const waiting = failureOf(session.client.call('lab.wait', {}, { signal: abort.signal }))
    await vi.waitFor(() => expect(session.record.entered).toBe(1))
    abort.abort()
    expect((await waiting).code).toBe('CANCELLED')
    await vi.waitFor(() => expect(session.record.aborted).toBe(1))
  })

  it('does not send a call that was cancelled before it began', async () => {
    const error = await failureOf(session.client.call('lab.wait', {}, { signal: AbortSignal.abort() }))
    expect(error.code).toBe('CANCELLED')
    await session.client.call('lab.multiply', { value: 1 })
    expect(session.record.entered).toBe(0)
  })

  it.each(['client', 'server'] as const)(
    'fails everything pending when the %s closes, and aborts it on the server',
    async side => {
      const call = failureOf(session.client.call('lab.wait', {}))
      const items = session.client.stream('lab.park', {})[Symbol.asyncIterator]()
      await items.next()
      const parked = failureOf(items.next())
      await vi.waitFor(() => expect(session.record.entered).toBe(2))

      session.link[side].close()

      expect(await call).toMatchObject({ code: 'DISCONNECTED', retryable: true })
      expect(await parked).toMatchObject({ code: 'DISCONNECTED', retryable: true })
      await vi.waitFor(() => expect(session.record.aborted).toBe(2))
    },
  )

  it.each(['client', 'server'] as const)(
    'fails calls and streams made after the %s closed, at once',
    async side => {
      const closed = new Promise<void>(resolve => session.link.client.onClose(resolve))
      session.link[side].close()
      await closed
      expect((await failureOf(session.client.call('lab.wait', {}))).code).toBe('DISCONNECTED')
      const items = session.client.stream('lab.count', { to: 1 })[Symbol.asyncIterator]()
      expect((await failureOf(items.next())).code).toBe('DISCONNECTED')
    },
  )
})
