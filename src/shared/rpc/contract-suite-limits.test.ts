import { afterEach, describe, expect, it, vi } from 'vitest'
import { maxFrameBytes } from './credit'
import { collect, failureOf, type LabSession, openLab } from './testing/lab'
import { transports } from './testing/transports'
import type { ServerFrame } from './wire'

describe.each(transports)('limits over $name', transport => {
  const sessions: LabSession[] = []
  const open = async (...[options]: Parameters<typeof openLab> extends [unknown, ...infer R] ? R : never) => {
    const session = await openLab(transport, options)
    sessions.push(session)
    return session
  }
  afterEach(async () => {
    for (const session of sessions.splice(0)) await session.end()
  })

  /** Takes the client's place: what the server says arrives as frames. */
  const listen = ({ link }: LabSession) => {
    const frames: ServerFrame[] = []
    link.client.onMessage(text => frames.push(JSON.parse(text) as ServerFrame))
    return { frames, say: (frame: unknown) => void link.client.send(JSON.stringify(frame)) }
  }

  it.each([
    'not json',
    '',
    'null',
    '[]',
    '{"t":"shout","id":1}',
    '{"t":"call","id":-1,"path":"lab.multiply"}',
    '{"t":"call","id":1.5,"path":"lab.multiply"}',
    '{"t":"call","id":1,"path":["lab.multiply"]}',
    '{"t":"credit","id":1,"items":1e99}',
    `{"t":"call","id":1,"path":"${'x'.repeat(200)}"}`,
    `{"t":"call","id":1,"path":"lab.multiply","input":${'['.repeat(64)}${']'.repeat(64)}}`,
  ])('closes on a frame that is not its protocol: %s', async frame => {
    const session = await open()
    const closed = new Promise<void>(resolve => session.link.client.onClose(resolve))
    void session.link.client.send(frame)
    await closed
    expect(session.record.entered).toBe(0)
  })

  it('closes on a frame above the limit and runs nothing of it', async () => {
    const session = await open()
    const closed = new Promise<void>(resolve => session.link.client.onClose(resolve))
    const frame = { t: 'call', id: 1, path: 'lab.wait', input: { fill: 'x'.repeat(maxFrameBytes) } }
    void session.link.client.send(JSON.stringify(frame))
    await closed
    expect(session.record.entered).toBe(0)
  })

  it('fails a call too large to send by itself, not the connection it shares with others', async () => {
    const session = await open()
    const running = session.client.stream('lab.park', {})[Symbol.asyncIterator]()
    await running.next()
    for (const text of ['x'.repeat(maxFrameBytes), '\n'.repeat(700_000), '語'.repeat(400_000)]) {
      const error = await failureOf(session.client.call('lab.length', { text }))
      expect(error.code).toBe('PAYLOAD_TOO_LARGE')
    }
    expect(await session.client.call('lab.length', { text: 'x'.repeat(1_000_000) })).toBe(1_000_000)
    expect(session.record.aborted).toBe(0)
  })

  it('slows down a caller above the rate and lets it go on a moment later', async () => {
    let time = 0
    const session = await open({ maxFramesPerSecond: 5, now: () => time })
    const attempt = () => session.client.call('lab.multiply', { value: 1 })
    await Promise.all(Array.from({ length: 5 }, attempt))
    expect(await failureOf(attempt())).toMatchObject({ code: 'RATE_LIMITED', retryable: true })
    time += 400
    await Promise.all([attempt(), attempt()])
    expect((await failureOf(attempt())).code).toBe('RATE_LIMITED')
    time += 60_000
    await Promise.all(Array.from({ length: 5 }, attempt))
    expect((await failureOf(attempt())).code).toBe('RATE_LIMITED')
  })

  it('lets a caller above the rate still cancel and pull', async () => {
    const session = await open({ maxFramesPerSecond: 1, now: () => 0 })
    expect(await collect(session.client.stream('lab.count', { to: 2000 }), 1500)).toHaveLength(1500)
    await vi.waitFor(() => expect(session.record.aborted).toBe(1))
  })

  it('refuses more open requests than the limit and takes them again when one ends', async () => {
    const session = await open({ maxInFlight: 2 })
    const abort = new AbortController()
    const first = failureOf(session.client.call('lab.wait', {}, { signal: abort.signal }))
    const second = failureOf(session.client.call('lab.wait', {}))
    expect((await failureOf(session.client.call('lab.multiply', { value: 1 }))).code).toBe('RATE_LIMITED')
    abort.abort()
    await first
    await vi.waitFor(() => expect(session.record.aborted).toBe(1))
    expect(await session.client.call('lab.multiply', { value: 1 })).toBe(2)
    session.link.client.close()
    await second
  })

  it('refuses an id that is in use without touching the request that has it', async () => {
    const session = await open()
    const { frames, say } = listen(session)
    say({ t: 'call', id: 7, path: 'lab.wait', input: {} })
    say({ t: 'call', id: 7, path: 'lab.multiply', input: { value: 1 } })
    await vi.waitFor(() =>
      expect(frames).toMatchObject([{ t: 'error', id: 7, error: { code: 'BAD_REQUEST' } }]),
    )
    expect(session.record).toMatchObject({ entered: 1, aborted: 0 })
    say({ t: 'cancel', id: 7 })
    await vi.waitFor(() => expect(session.record.aborted).toBe(1))
    say({ t: 'call', id: 7, path: 'lab.multiply', input: { value: 1 } })
    await vi.waitFor(() => expect(frames.at(-1)).toEqual({ t: 'result', id: 7, value: 2 }))
  })

  it('ignores credit and cancel for requests it does not have', async () => {
    const session = await open()
    const { frames, say } = listen(session)
    say({ t: 'credit', id: 99, items: 5 })
    say({ t: 'cancel', id: 99 })
    say({ t: 'call', id: 1, path: 'lab.multiply', input: { value: 3 } })
    await vi.waitFor(() => expect(frames).toEqual([{ t: 'result', id: 1, value: 6 }]))
  })

  it('does not run what follows a frame that closed the connection', async () => {
    const session = await open()
    void session.link.client.send('not json')
    const after = failureOf(session.client.call('lab.wait', {}))
    expect((await after).code).toBe('DISCONNECTED')
    expect(session.record.entered).toBe(0)
  })
})
