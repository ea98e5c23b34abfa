import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { call, type Handlers, stream } from '../contract/define'
import { createMemoryChannelPair } from './channel'
import { createRpcClient } from './client'
import { createRouter, serveChannel } from './server'

const pairContract = {
  pair: {
    first: call('read', z.object({}), z.number()),
    second: stream('read', z.object({}), z.number()),
  },
}
type PairHandlers = Handlers<typeof pairContract>

const first = () => 1
async function* second() {
  yield 2
}

describe('createRouter', () => {
  it('refuses to start without a handler for a procedure', () => {
    const incomplete = { pair: { first } } as unknown as PairHandlers
    expect(() => createRouter(pairContract, incomplete)).toThrow('No handler for pair.second')
    expect(() => createRouter(pairContract, {} as PairHandlers)).toThrow('No handler for pair.first')
  })

  it('makes a missing, misnamed or mistyped handler a compile error', () => {
    // @ts-expect-error: `second` is missing
    const missing: PairHandlers = { pair: { first } }
    // @ts-expect-error: the whole group is missing
    const empty: PairHandlers = {}
    // @ts-expect-error: there is no `third`
    const surplus: PairHandlers = { pair: { first, second, third: first } }
    // @ts-expect-error: a call is not a stream
    const confused: PairHandlers = { pair: { first, second: first } }
    // @ts-expect-error: the wrong type comes out
    const mistyped: PairHandlers = { pair: { first: () => 'one', second } }
    const complete: PairHandlers = { pair: { first, second } }
    expect([missing, empty, surplus, confused, mistyped, complete]).toHaveLength(6)
  })

  it('keeps `this` of handlers that are methods', async () => {
    const handlers = {
      base: 41,
      first() {
        return this.base + 1
      },
      second,
    }
    const [near, far] = createMemoryChannelPair()
    const router = createRouter(pairContract, { pair: handlers })
    serveChannel(far, router, { kind: 'test', scopes: ['read'] }, { reportUnknown: String })
    expect(await createRpcClient<typeof pairContract>(near).call('pair.first', {})).toBe(42)
  })
})

describe('serveChannel', () => {
  const blobContract = { blob: { watch: stream('read', z.object({}), z.object({ index: z.number() })) } }

  it('lets go of the items of a long stream while it runs', async () => {
    setFlagsFromString('--expose-gc')
    const collectGarbage = runInNewContext('gc') as () => void
    const sent: WeakRef<object>[] = []
    const router = createRouter(blobContract, {
      blob: {
        async *watch(_input, { signal }) {
          for (let index = 0; index < 200; index += 1) {
            const item = { index, fill: 'x'.repeat(1000) }
            sent.push(new WeakRef(item))
            yield item
          }
          await new Promise(resolve => signal.addEventListener('abort', resolve))
        },
      },
    })
    const [near, far] = createMemoryChannelPair()
    serveChannel(far, router, { kind: 'test', scopes: ['read'] }, { reportUnknown: String })
    const items = createRpcClient<typeof blobContract>(near).stream('blob.watch', {})[Symbol.asyncIterator]()
    for (let index = 0; index < 200; index += 1) await items.next()
    await vi.waitFor(() => {
      collectGarbage()
      // The generator's own frame may hold its last item.
      expect(sent.filter(reference => reference.deref() !== undefined).length).toBeLessThanOrEqual(1)
    })
    near.close()
  })

  it('asks a generator for nothing more once its caller has gone', async () => {
    const asked: number[] = []
    const router = createRouter(blobContract, {
      blob: {
        async *watch() {
          for (let index = 0; ; index += 1) {
            asked.push(index)
            yield { index }
          }
        },
      },
    })
    const [near, far] = createMemoryChannelPair()
    serveChannel(far, router, { kind: 'test', scopes: ['read'] }, { reportUnknown: String })
    const items = createRpcClient<typeof blobContract>(near).stream('blob.watch', {})[Symbol.asyncIterator]()
    await items.next()
    await vi.waitFor(() => expect(asked).toHaveLength(256))
    near.close()
    await new Promise(resolve => setImmediate(resolve))
    expect(asked).toHaveLength(256)
  })
})
