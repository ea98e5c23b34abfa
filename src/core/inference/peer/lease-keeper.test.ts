import { afterEach, describe, expect, it, vi } from 'vitest'
import { HarombeError } from '../../../shared/errors'
import { createRemoteClient } from '../create-remote-client'
import type { HttpDocument, HttpQuestion } from '../http/connection'
import { collectFrames, never, owned, serveHttp } from '../testing/scripted-server'
import { createLeaseKeeper } from './lease-keeper'

afterEach(() => void vi.useRealTimers())

const nothing = async (): Promise<HttpDocument> => ({ value: null, simulated: false })

function createLab(answer = nothing) {
  vi.useFakeTimers()
  const asked: HttpQuestion[] = []
  const connection = {
    askJson(question: HttpQuestion) {
      asked.push(question)
      return answer()
    },
  }
  const keeper = createLeaseKeeper({ now: () => Date.now() })
  return { asked, keeper, open: () => keeper.open(connection) }
}
const idOf = ({ headers }: { headers: Readonly<Record<string, string>> }) => headers['x-harombe-lease']

describe('answers a peer writes for us', () => {
  it('are spoken for every eight seconds, all in one word, as long as there are any', async () => {
    const { asked, open } = createLab()
    const first = open()
    const second = open()
    await vi.advanceTimersByTimeAsync(8_000)
    expect(asked).toMatchObject([{ path: '/api/lease', body: { ids: [idOf(first), idOf(second)] } }])
    first.close()
    await vi.advanceTimersByTimeAsync(8_000)
    expect(asked.at(-1)?.body).toEqual({ ids: [idOf(second)] })
    second.close()
    expect(vi.getTimerCount()).toBe(0)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(2)
  })

  it('go without where the peer knows no leases, and are tried with one again later', async () => {
    const { asked, open } = createLab(() =>
      Promise.reject(new HarombeError('NODE_REFUSED', 'Not found.', { data: { status: 404 } })),
    )
    const lease = open()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(1)
    expect(open().headers).toEqual({})
    lease.close()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(idOf(open())).toBeDefined()
  })

  it('are spoken for again after a renewal that was lost', async () => {
    const { asked, open } = createLab(() => Promise.reject(new HarombeError('NODE_UNREACHABLE', 'Gone.')))
    open()
    await vi.advanceTimersByTimeAsync(24_000)
    expect(asked).toHaveLength(3)
  })

  it('are never so many that the renewal finds no connection', () => {
    const { open } = createLab()
    const leases = Array.from({ length: 60 }, open)
    expect(leases.filter(lease => idOf(lease) !== undefined)).toHaveLength(48)
  })
})

it('a question to a peer carries its lease, and a Python harombe answers it all the same', async () => {
  const { url, seen } = await serveHttp((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ content: 'Hi', finish_reason: 'stop' }))
  })
  const client = owned(createRemoteClient({ baseUrl: url, backend: 'harombe' }))
  const messages = [{ role: 'user' as const, content: 'Hi' }]
  const frames = await collectFrames(client.stream({ model: 'm', messages }, { signal: never }))
  expect(frames.at(-1)).toMatchObject({ type: 'done' })
  expect(seen[0]?.headers['x-harombe-lease']).toMatch(/^[0-9a-f-]{36}$/)
  expect(seen).toHaveLength(1)
})
