import { describe, expect, it } from 'vitest'
import type { ModelsView } from '../../../shared/entities'
import { createModelLab, type Deed, type ModelLab, summary } from './testing/model-lab'

/** Watches in the background; `slow` takes the next view only after so many milliseconds. */
function watch(lab: ModelLab, signal: AbortSignal, slow = 0) {
  const seen: { view: ModelsView; at: number }[] = []
  const done = (async () => {
    for await (const view of lab.service.watch(signal)) {
      seen.push({ view, at: lab.clock.monotonic() })
      if (slow > 0) await new Promise<void>(resolve => lab.clock.after(slow, resolve))
    }
  })()
  return { seen, done }
}

/** A server that writes a line every 10 ms for ten seconds. */
const chatty = (): Deed[] =>
  Array.from({ length: 1000 }, (_, line): Deed[] => [
    { wait: 10 },
    { progress: { status: 'downloading', completedBytes: line, totalBytes: 1000 } },
  ]).flat()

describe('watching models', () => {
  it('begins with everything there is', async () => {
    const lab = createModelLab()
    lab.add('mac', { models: [summary('small'), summary('large')] })
    const leaving = new AbortController()
    const { seen, done } = watch(lab, leaving.signal)
    await lab.clock.settle()
    expect(seen).toHaveLength(1)
    expect(seen[0]?.view.models.map(({ name }) => name)).toEqual(['small', 'large'])
    leaving.abort()
    await done
    await lab.service.stop()
  })

  it('tells progress at most about four times a second, however much a server writes', async () => {
    const lab = createModelLab()
    lab.add('mac', { deeds: chatty })
    const leaving = new AbortController()
    const { seen, done } = watch(lab, leaving.signal)
    await lab.clock.settle()
    lab.service.start('pull', 'mac', 'large')
    await lab.clock.advance(10_000)
    expect(seen.length).toBeGreaterThan(30)
    expect(seen.length).toBeLessThan(50)
    leaving.abort()
    await done
    await lab.service.stop()
  })

  it('tells what is learnt of models a few times a second, not with every one of them', async () => {
    const lab = createModelLab()
    const models = Array.from({ length: 200 }, (_, number) => summary(`model-${number}`))
    lab.add('mac', { models, describe: () => ({ contextLength: 4096 }) })
    const leaving = new AbortController()
    const { seen, done } = watch(lab, leaving.signal)
    await lab.clock.settle()
    lab.check('mac')
    await lab.clock.advance(3000)
    expect(seen.at(-1)?.view.models.every(({ contextLength }) => contextLength === 4096)).toBe(true)
    expect(seen.length).toBeGreaterThan(5)
    expect(seen.length).toBeLessThan(16)
    leaving.abort()
    await done
    await lab.service.stop()
  })

  it('tells a change of state at once', async () => {
    const lab = createModelLab()
    lab.add('mac', { deeds: () => ['hang'] })
    const leaving = new AbortController()
    const { seen, done } = watch(lab, leaving.signal)
    await lab.clock.advance(1000)
    const { id } = lab.service.start('pull', 'mac', 'large')
    await lab.clock.advance(60)
    expect(seen.at(-1)?.view.jobs).toMatchObject([{ state: 'running' }])
    lab.service.cancel(id)
    await lab.clock.advance(60)
    expect(seen.at(-1)?.view.jobs).toMatchObject([{ state: 'cancelled' }])
    leaving.abort()
    await done
    await lab.service.stop()
  })

  it('is silent while nothing changed, however often nodes are checked', async () => {
    const lab = createModelLab()
    lab.add('mac')
    const leaving = new AbortController()
    const { seen, done } = watch(lab, leaving.signal)
    await lab.clock.advance(1000)
    const before = seen.length
    for (let checks = 0; checks < 20; checks += 1) {
      lab.check('mac')
      await lab.clock.advance(5000)
    }
    // Once more, for what the server says of its model when it is asked after the first check.
    expect(seen.length - before).toBeLessThanOrEqual(1)
    leaving.abort()
    await done
    await lab.service.stop()
  })

  it('skips what a slow watcher missed instead of queueing it', async () => {
    const lab = createModelLab()
    lab.add('mac', { deeds: chatty })
    const leaving = new AbortController()
    const { seen, done } = watch(lab, leaving.signal, 3000)
    await lab.clock.settle()
    lab.service.start('pull', 'mac', 'large')
    await lab.clock.advance(13_000)
    expect(seen.length).toBeLessThanOrEqual(6)
    expect(seen.at(-1)?.view.jobs).toMatchObject([{ state: 'done' }])
    leaving.abort()
    await lab.clock.finish(done)
    await lab.service.stop()
  })

  it('costs nothing while nobody watches, and leaves no timer behind', async () => {
    const lab = createModelLab()
    lab.add('mac', { deeds: () => ['hang'] })
    const leaving = new AbortController()
    const { done } = watch(lab, leaving.signal)
    await lab.clock.settle()
    lab.service.start('pull', 'mac', 'large')
    leaving.abort()
    await done
    await lab.clock.settle()
    expect(lab.clock.pending()).toBe(0)
    lab.check('mac')
    await lab.clock.advance(1000)
    expect(lab.clock.pending()).toBe(0)
    await lab.service.stop()
  })

  it('ends for everybody when the coordinator stops', async () => {
    const lab = createModelLab()
    lab.add('mac')
    const watches = [1, 2, 3].map(() => watch(lab, new AbortController().signal))
    await lab.clock.settle()
    await lab.service.stop()
    await Promise.all(watches.map(({ done }) => done))
  })

  it('keeps what a node that is away listed, but not what it had in memory', async () => {
    const lab = createModelLab()
    const node = lab.add('mac', {
      loaded: [{ ...summary('small'), vramBytes: 1, contextLength: 8192, expiresAt: null }],
    })
    expect(lab.service.view().models[0]?.loaded).not.toBeNull()
    node.reachable = false
    const [model] = lab.service.view().models
    expect(model).toMatchObject({ name: 'small', loaded: null })
    expect(lab.service.view().nodes[0]?.online).toBe(false)
    await lab.service.stop()
  })
})
