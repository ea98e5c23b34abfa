import { describe, expect, it, vi } from 'vitest'
import type { Message } from '../../../shared/entities'
import { HarombeError } from '../../../shared/harombe-error'
import { createAnswerStore } from './answer-store'
import { createFakeClient, makeMessage, numbered } from './fake-client.fixture'

const text = (value: string) => ({ type: 'text', text: value })
const finished = (content: string) => ({
  type: 'finished',
  message: makeMessage('a', { role: 'assistant', content }),
  saved: true,
})

function setup() {
  const fake = createFakeClient()
  const frames: (() => void)[] = []
  const ends: (Message | 'lost')[] = []
  const answer = createAnswerStore({
    client: fake.client,
    messageId: 'a',
    startedAt: 0,
    schedule: publish => {
      frames.push(publish)
      return () => void frames.splice(frames.indexOf(publish), 1)
    },
    onFinished: message => ends.push(message),
    onLost: () => ends.push('lost'),
  })
  const frame = () => frames.shift()?.()
  return { ...fake, answer, frames, frame, ends }
}

const settle = () => vi.waitFor(() => undefined)

async function push(stream: { push(item: unknown): void } | undefined, events: readonly unknown[]) {
  for (const event of events) stream?.push(event)
  await settle()
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve()
}

describe('createAnswerStore', () => {
  it('publishes many events as one state per frame', async () => {
    const { answer, streams, frame, frames } = setup()
    const published = vi.fn()
    answer.store.subscribe(published)
    await push(streams[0], numbered([text('a'), text('b'), text('c')]))
    expect(published).not.toHaveBeenCalled()
    expect(frames).toHaveLength(1)
    frame()
    expect(published).toHaveBeenCalledTimes(1)
    expect(answer.store.getState().text).toBe('abc')
    answer.stop()
  })

  it('resumes where it was after a lost connection', async () => {
    const { answer, streams, frame } = setup()
    await push(streams[0], numbered([text('a'), text('b')]))
    streams[0]?.fail(new HarombeError('DISCONNECTED', 'gone'))
    await vi.waitFor(() => expect(streams).toHaveLength(2))
    expect(streams[1]?.input).toEqual({ messageId: 'a', fromSeq: 2 })
    await push(streams[1], numbered([text('c')], 0, 2))
    frame()
    expect(answer.store.getState().text).toBe('abc')
    answer.stop()
  })

  it('opens the stream again when an event is missing', async () => {
    const { streams, answer } = setup()
    await push(streams[0], [...numbered([text('a')]), ...numbered([text('c')], 0, 2)])
    await vi.waitFor(() => expect(streams).toHaveLength(2))
    expect(streams[1]?.input).toEqual({ messageId: 'a', fromSeq: 1 })
    answer.stop()
  })

  it('gives up on a gap that is never filled instead of asking for ever', async () => {
    const { streams, ends } = setup()
    for (let attempt = 0; attempt < 10; attempt += 1) await push(streams.at(-1), numbered([text('z')], 0, 9))
    await vi.waitFor(() => expect(ends).toEqual(['lost']))
    expect(streams.length).toBeLessThan(8)
  })

  it('hands over the stored message and stops listening', async () => {
    const { streams, ends, answer } = setup()
    await push(streams[0], numbered([text('a'), finished('a'), text('late')]))
    await vi.waitFor(() => expect(ends).toHaveLength(1))
    expect(ends[0]).toMatchObject({ content: 'a' })
    expect(answer.store.getState().finished).not.toBeNull()
    expect(streams[0]?.aborted).toBe(true)
  })

  it('says so when the coordinator does not know the answer any more', async () => {
    const { streams, ends } = setup()
    streams[0]?.fail(new HarombeError('NOT_FOUND', 'unknown'))
    await vi.waitFor(() => expect(ends).toEqual(['lost']))
  })

  it('is silent once stopped', async () => {
    const { streams, ends, answer, frames } = setup()
    await push(streams[0], numbered([text('a')]))
    answer.stop()
    await push(streams[0], numbered([finished('a')], 0, 1))
    expect(frames).toHaveLength(0)
    expect(ends).toEqual([])
  })
})
