import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRandom } from '../random'
import { createFaultProxy, type FaultProxy } from './fault-proxy'
import { slice, type Toxic } from './toxics'

/** Says back whatever it hears. */
let echo: Server
let proxy: FaultProxy
let port: number
const sockets: Socket[] = []

beforeEach(async () => {
  echo = createServer({ allowHalfOpen: true }, socket => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.pipe(socket)
  })
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
  const address = echo.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  proxy = createFaultProxy({ target: { host: '127.0.0.1', port: address.port }, random: createRandom(1) })
  port = (await proxy.up()).port
})
afterEach(async () => {
  await proxy.down('reset')
  for (const socket of sockets.splice(0)) socket.destroy()
  echo.close()
})

interface Heard {
  text: string
  pieces: number
  error: string | null
  ended: boolean
}

function open(): { socket: Socket; heard: Heard; closed: Promise<unknown> } {
  const socket = connect(port, '127.0.0.1')
  sockets.push(socket)
  const heard: Heard = { text: '', pieces: 0, error: null, ended: false }
  socket.on('data', data => {
    heard.text += String(data)
    heard.pieces++
  })
  socket.on('end', () => {
    heard.ended = true
  })
  socket.on('error', (error: NodeJS.ErrnoException) => {
    heard.error = error.code ?? error.message
  })
  return { socket, heard, closed: new Promise(resolve => socket.once('close', resolve)) }
}

const downstream = (...toxics: Toxic[]) =>
  proxy.setToxics(toxics.map(toxic => ({ direction: 'downstream', toxic })))

describe('without a fault', () => {
  it('hands everything on, both ways, with its ends', async () => {
    const { socket, heard, closed } = open()
    const long = 'x'.repeat(3_000_000)
    socket.end(long)
    await closed
    expect(heard).toMatchObject({ ended: true, error: null })
    expect(heard.text === long).toBe(true)
    expect(proxy.stats).toMatchObject({ connectionsMade: 1, upstream: 3_000_000, downstream: 3_000_000 })
    await expect.poll(() => proxy.stats.connections).toBe(0)
  })
})

describe('a fault', () => {
  it('latency holds every piece back and keeps their order', async () => {
    downstream({ kind: 'latency', ms: 60, jitterMs: 30 })
    const { socket, heard, closed } = open()
    const startedAt = performance.now()
    for (const word of ['a', 'b', 'c', 'd']) socket.write(word)
    socket.end()
    await closed
    expect(heard.text).toBe('abcd')
    expect(performance.now() - startedAt).toBeGreaterThan(28)
  })

  it('bandwidth spreads data over time', async () => {
    downstream({ kind: 'bandwidth', bytesPerSecond: 100_000 })
    const { socket, heard, closed } = open()
    const startedAt = performance.now()
    socket.end('x'.repeat(20_000))
    await closed
    expect(heard.text).toHaveLength(20_000)
    expect(performance.now() - startedAt).toBeGreaterThan(150)
  })

  it('slicer cuts, also within a character, and loses nothing', async () => {
    downstream({ kind: 'slicer', bytes: 3, delayMs: 1 })
    const { socket, heard, closed } = open()
    const chunks: Buffer[] = []
    socket.on('data', (data: Buffer) => chunks.push(data))
    socket.end('日本語 and more of it')
    await closed
    expect(heard.pieces).toBeGreaterThan(3)
    expect(Buffer.concat(chunks).toString()).toBe('日本語 and more of it')
  })

  it('limit_data ends the connection after so many bytes', async () => {
    downstream({ kind: 'limit_data', bytes: 7 })
    const { socket, heard, closed } = open()
    socket.write('0123456789')
    await closed
    expect(heard).toMatchObject({ text: '0123456', ended: true, error: null })
  })

  it('reset_peer resets connections that were open before', async () => {
    const { socket, heard, closed } = open()
    socket.write('hello')
    await expect.poll(() => heard.text).toBe('hello')
    downstream({ kind: 'reset_peer', ms: 0 })
    await closed
    expect(heard.error).toBe('ECONNRESET')
  })

  it('timeout is silence, without end for 0', async () => {
    downstream({ kind: 'timeout', ms: 0 })
    const silent = open()
    silent.socket.write('hello')
    await expect.poll(() => proxy.stats.swallowed).toBe(5)
    downstream({ kind: 'timeout', ms: 30 })
    const closing = open()
    closing.socket.write('hello')
    await closing.closed
    expect(closing.heard).toMatchObject({ text: '', ended: true })
    expect(silent.heard).toMatchObject({ text: '', ended: false, error: null })
  })

  it('slow_close tells the end late', async () => {
    downstream({ kind: 'slow_close', ms: 80 })
    const { socket, heard, closed } = open()
    const saidAt = Promise.withResolvers<number>()
    socket.once('data', () => saidAt.resolve(performance.now()))
    socket.end('all')
    await closed
    expect(heard).toMatchObject({ text: 'all', ended: true })
    expect(performance.now() - (await saidAt.promise)).toBeGreaterThan(60)
  })

  it('down refuses until it is up again on the same port', async () => {
    const before = open()
    before.socket.write('hello')
    await expect.poll(() => before.heard.text).toBe('hello')
    await proxy.down('reset')
    await before.closed
    expect(before.heard.error).toBe('ECONNRESET')
    const refused = open()
    await refused.closed
    expect(refused.heard.error).toBe('ECONNREFUSED')
    expect((await proxy.up()).port).toBe(port)
    const after = open()
    after.socket.end('again')
    await after.closed
    expect(after.heard.text).toBe('again')
  })

  it('cut with fin ends an answer without a reset', async () => {
    const { socket, heard, closed } = open()
    socket.write('half')
    await expect.poll(() => heard.text).toBe('half')
    proxy.cut('fin')
    await closed
    expect(heard).toMatchObject({ text: 'half', ended: true, error: null })
  })
})

it('slices the same for the same seed', () => {
  const lengths = (seed: number) =>
    slice(Buffer.alloc(200), 10, createRandom(seed)).map(({ length }) => length)
  expect(lengths(3)).toEqual(lengths(3))
  expect(lengths(3)).not.toEqual(lengths(4))
  expect(lengths(3).reduce((sum, length) => sum + length, 0)).toBe(200)
})
