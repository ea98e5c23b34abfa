import { describe, expect, it } from 'vitest'
import { createModelStore, type ModelStore, type StoredModel } from './model-store'

const forEver = new AbortController().signal
const gigabyte = 1e9

function create(): { store: ModelStore; model: StoredModel; pass(milliseconds: number): void } {
  let time = 0
  const store = createModelStore(
    [{ name: 'a:7b', contextLength: 16_384, servedContext: 4096, sizeBytes: gigabyte }, { name: 'b' }],
    () => time,
  )
  const model = store.find('a:7b')
  if (model === null) throw new Error('no model')
  return {
    store,
    model,
    pass: milliseconds => {
      time += milliseconds
    },
  }
}

async function use(store: ModelStore, model: StoredModel, context?: number, keepAlive = 60_000) {
  const hold = await store.hold(model, { context, keepAlive }, 0, forEver)
  hold.release()
  return hold.context
}

describe('the model store', () => {
  it('loads once for all who ask for no context or for the one it has', async () => {
    const { store, model } = create()
    expect(await use(store, model)).toBe(4096)
    expect(await use(store, model)).toBe(4096)
    expect(await use(store, model, 4096)).toBe(4096)
    expect(store.counts).toEqual({ loads: 1, unloads: 0 })
  })

  it('loads again for another context, and back again for none', async () => {
    const { store, model } = create()
    await use(store, model)
    expect(await use(store, model, 8192)).toBe(8192)
    // Nobody asked for 4096, but somebody did ask for 8192: Ollama's default is not that.
    expect(await use(store, model)).toBe(4096)
    expect(await use(store, model, 99_999)).toBe(16_384)
    expect(store.counts).toEqual({ loads: 4, unloads: 3 })
  })

  it('drops it when its time is over, but not while it answers', async () => {
    const { store, model, pass } = create()
    const hold = await store.hold(model, { keepAlive: 1000 }, 0, forEver)
    pass(5000)
    expect(store.list()[0]?.loaded).not.toBeNull()
    hold.release()
    hold.release()
    expect(store.remaining(model)).toBe(1000)
    pass(999)
    expect(store.list()[0]?.loaded).not.toBeNull()
    pass(1)
    expect(store.list()[0]?.loaded).toBeNull()
    expect(store.remaining(model)).toBeNull()
  })

  it('drops it with the answer for 0 and never for Infinity', async () => {
    const { store, model, pass } = create()
    await use(store, model, undefined, Number.POSITIVE_INFINITY)
    pass(1e12)
    expect(store.list()[0]?.loaded).not.toBeNull()
    await use(store, model, undefined, 0)
    expect(model.loaded).toBeNull()
  })

  it('counts weights and cache as memory', async () => {
    const { store, model } = create()
    expect(store.memoryOf(model)).toBe(0)
    await use(store, model, 8192)
    // 16 layers, 8 heads, 64 + 64 values of two bytes.
    expect(store.memoryOf(model)).toBe(gigabyte + 16 * 8 * 128 * 2 * 8192)
  })

  it('lets several wait for one load, and one of them leave', async () => {
    const { store, model } = create()
    const leaving = new AbortController()
    const first = store.hold(model, { keepAlive: 1 }, 20, leaving.signal)
    const second = store.hold(model, { keepAlive: 1 }, 20, forEver)
    leaving.abort()
    await expect(first).rejects.toMatchObject({ name: 'AbortError' })
    expect((await second).context).toBe(4096)
    expect(store.counts.loads).toBe(1)
  })

  it('is as at the start after a reset', async () => {
    const { store, model } = create()
    await use(store, model)
    store.reset()
    expect(store.list().map(({ loaded }) => loaded)).toEqual([null, null])
  })

  it('finds a name with or without :latest, and replaces what is added again', () => {
    const { store } = create()
    expect(store.find('b:latest')?.spec.name).toBe('b')
    store.add({ name: 'b:latest', sizeBytes: 5 })
    expect(store.list().map(({ spec }) => spec.name)).toEqual(['a:7b', 'b:latest'])
    expect(store.find('b')?.spec.sizeBytes).toBe(5)
  })
})
