import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HarombeClient } from '../../../shared/contract'
import { nodeView } from '../../../shared/entities/testing/views'
import { HarombeError } from '../../../shared/harombe-error'
import { createWhatIfStore } from './what-if-store'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A coordinator whose decisions the test gives one by one. */
function scripted() {
  const asked: { input: unknown; signal: AbortSignal | undefined; answer: PromiseWithResolvers<unknown> }[] =
    []
  const client = {
    call(_path: string, input: unknown, options?: { signal?: AbortSignal }) {
      const answer = Promise.withResolvers<unknown>()
      asked.push({ input, signal: options?.signal, answer })
      return answer.promise
    },
  } as unknown as HarombeClient
  return { whatIf: createWhatIfStore(client), asked }
}

const route = (reason: string) => ({ reason, candidates: [] })

describe('what-if store', () => {
  it('asks once the typing pauses, and cancels what is under way when it goes on', async () => {
    const { whatIf, asked } = scripted()
    whatIf.change({ text: 'W' })
    whatIf.change({ text: 'Wh' })
    await vi.advanceTimersByTimeAsync(250)
    expect(asked).toHaveLength(1)
    whatIf.change({ text: 'Why' })
    expect(asked[0]?.signal?.aborted).toBe(true)
    await vi.advanceTimersByTimeAsync(250)
    asked[0]?.answer.resolve(route('old'))
    asked[1]?.answer.resolve(route('new'))
    await vi.advanceTimersByTimeAsync(0)
    expect(whatIf.store.getState().outcome).toMatchObject({ status: 'shown', route: { reason: 'new' } })
  })

  it('keeps the last answer, marked, until the next one is there', async () => {
    const { whatIf, asked } = scripted()
    whatIf.change({ text: 'Why' })
    await vi.advanceTimersByTimeAsync(250)
    asked[0]?.answer.resolve(route('first'))
    await vi.advanceTimersByTimeAsync(0)
    whatIf.refresh([nodeView('mini', { status: 'offline' })])
    expect(whatIf.store.getState().outcome).toMatchObject({ isStale: true, route: { reason: 'first' } })
  })

  it('asks a large text only after a longer pause, and one that is too large not at all', async () => {
    const { whatIf, asked } = scripted()
    whatIf.change({ text: 'a'.repeat(900_000) })
    await vi.advanceTimersByTimeAsync(400)
    expect(asked).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(400)
    expect(asked).toHaveLength(1)
    whatIf.change({ text: 'a'.repeat(1_000_001) })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(asked).toHaveLength(1)
    expect(whatIf.store.getState().outcome.status).toBe('failed')
  })

  it('asks nothing for a blank text, and shows no answer to the one before', async () => {
    const { whatIf, asked } = scripted()
    whatIf.change({ text: 'Why' })
    await vi.advanceTimersByTimeAsync(250)
    whatIf.change({ text: ' \n ' })
    asked[0]?.answer.resolve(route('late'))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked).toHaveLength(1)
    expect(whatIf.store.getState().outcome).toEqual({ status: 'empty' })
  })

  it('says why it could not be found out', async () => {
    const { whatIf, asked } = scripted()
    whatIf.change({ text: 'Why' })
    await vi.advanceTimersByTimeAsync(250)
    asked[0]?.answer.reject(new HarombeError('DISCONNECTED', 'Gone.'))
    await vi.advanceTimersByTimeAsync(0)
    expect(whatIf.store.getState().outcome).toMatchObject({ status: 'failed', message: 'Gone.' })
  })
})
