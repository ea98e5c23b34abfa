import { describe, expect, it } from 'vitest'
import type { HarombeClient } from '../../shared/contract'
import type { ClusterUpdate } from '../../shared/entities'
import { clusterView } from '../../shared/entities/testing/views'
import { HarombeError } from '../../shared/harombe-error'
import { createClusterMirror } from './cluster-mirror'

const view = (demoRunning: boolean) => clusterView([], { demoRunning })

/** A client whose watch plays one script an opening, then hangs until it is stopped. */
function scripted(scripts: (ClusterUpdate[] | HarombeError)[]) {
  let openings = 0
  const client: HarombeClient = {
    call: () => Promise.reject(new HarombeError('NOT_FOUND', 'no call here')),
    async *stream(_path, _input, options) {
      const script = scripts[openings] ?? []
      openings += 1
      if (script instanceof HarombeError) throw script
      yield* script as never[]
      await new Promise(resolve => options?.signal?.addEventListener('abort', resolve))
    },
  }
  return { client, openings: () => openings }
}

const settled = () => new Promise(resolve => setTimeout(resolve, 0))

describe('cluster mirror', () => {
  it('applies patches to the snapshot', async () => {
    const { client } = scripted([
      [
        { type: 'snapshot', revision: 4, view: view(false) },
        { type: 'patch', revision: 5, demoRunning: true },
      ],
    ])
    const mirror = createClusterMirror(client)
    const stop = mirror.start()
    await settled()
    expect(mirror.store.getState().view?.demoRunning).toBe(true)
    stop()
  })

  it('subscribes again when a revision is missing, and keeps showing what it had', async () => {
    const { client, openings } = scripted([
      [
        { type: 'snapshot', revision: 4, view: view(false) },
        { type: 'patch', revision: 6, demoRunning: true },
      ],
      [{ type: 'snapshot', revision: 6, view: view(true) }],
    ])
    const mirror = createClusterMirror(client)
    const seen: (boolean | undefined)[] = []
    mirror.store.subscribe(state => seen.push(state.view?.demoRunning))
    const stop = mirror.start()
    await settled()
    expect(openings()).toBe(2)
    expect(seen).toEqual([false, true])
    stop()
  })

  it('says why there will be no more updates', async () => {
    const { client } = scripted([new HarombeError('FORBIDDEN', 'This connection may not look.')])
    const mirror = createClusterMirror(client)
    const stop = mirror.start()
    await settled()
    expect(mirror.store.getState()).toEqual({ view: null, error: 'This connection may not look.' })
    stop()
  })
})
