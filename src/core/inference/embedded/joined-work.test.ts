import { expect, it } from 'vitest'
import { createJoinedWork } from './joined-work'

const never = new AbortController().signal

/** Work that goes on when it is told to. */
function stepwise() {
  const steps: (() => void)[] = []
  let starts = 0
  let aborted = 0
  async function* begin(signal: AbortSignal) {
    starts += 1
    signal.addEventListener('abort', () => {
      aborted += 1
    })
    for (let item = 1; item <= 3; item += 1) {
      yield item
      await new Promise<void>(resolve => {
        steps.push(resolve)
        signal.addEventListener('abort', () => resolve())
      })
      signal.throwIfAborted()
    }
  }
  const step = async () => {
    for (const go of steps.splice(0)) go()
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  }
  return { begin, step, starts: () => starts, aborted: () => aborted }
}

const collect = async (items: AsyncIterable<number>) => {
  const seen: number[] = []
  for await (const item of items) seen.push(item)
  return seen
}

it('does the work once, and tells a late follower where it is', async () => {
  const joined = createJoinedWork<number>()
  const { begin, step, starts } = stepwise()
  const first = collect(joined.follow('a', begin, never))
  await step()
  await step()
  expect(joined.isUnderWay('a')).toBe(true)
  const second = collect(joined.follow('a', begin, never))
  for (let turn = 0; turn < 4; turn += 1) await step()
  expect(await first).toEqual([1, 2, 3])
  expect((await second).at(-1)).toBe(3)
  expect(starts()).toBe(1)
  expect(joined.isUnderWay('a')).toBe(false)
})

it('is aborted by the last who leaves, and begins anew for the next', async () => {
  const joined = createJoinedWork<number>()
  const { begin, step, starts, aborted } = stepwise()
  const [a, b] = [new AbortController(), new AbortController()]
  const first = collect(joined.follow('a', begin, a.signal)).catch(error => error)
  const second = collect(joined.follow('a', begin, b.signal)).catch(error => error)
  await step()
  a.abort()
  expect(await first).toMatchObject({ code: 'CANCELLED' })
  expect(aborted()).toBe(0)
  b.abort()
  expect(await second).toMatchObject({ code: 'CANCELLED' })
  expect(aborted()).toBe(1)
  const third = collect(joined.follow('a', begin, never))
  for (let turn = 0; turn < 5; turn += 1) await step()
  expect(await third).toEqual([1, 2, 3])
  expect(starts()).toBe(2)
})

it('fails for all who follow', async () => {
  const joined = createJoinedWork<number>()
  async function* begin() {
    yield 1
    await Promise.resolve()
    throw new Error('broken')
  }
  const outcomes = await Promise.allSettled([
    collect(joined.follow('a', begin, never)),
    collect(joined.follow('a', begin, never)),
  ])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})
