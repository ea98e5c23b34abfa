import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../../shared/harombe-error'
import { createTableClient } from '../../client/table-client.fixture'
import { createJob, createModel } from './models.fixture'
import { createModelsMirror } from './models-mirror'

const settled = () => new Promise(resolve => setTimeout(resolve, 0))

describe('models mirror', () => {
  it('puts updates together, and keeps it when nobody looks any more', async () => {
    const first = { nodes: [], models: [createModel()], jobs: [] }
    const jobs = [createJob()]
    const { client } = createTableClient({
      'models.watchModels': async function* () {
        yield first
        yield { jobs }
      },
    })
    const mirror = createModelsMirror(client)
    const stop = mirror.start()
    await settled()
    stop()
    expect(mirror.store.getState()).toEqual({ view: { ...first, jobs }, error: null })
  })

  it('says why there will be no more', async () => {
    const { client } = createTableClient({
      'models.watchModels': () => {
        throw new HarombeError('FORBIDDEN', 'This connection may not look.')
      },
    })
    const mirror = createModelsMirror(client)
    mirror.start()
    await settled()
    expect(mirror.store.getState()).toEqual({ view: null, error: 'This connection may not look.' })
  })
})
