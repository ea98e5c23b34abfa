import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../../shared/harombe-error'
import { createTableClient } from '../../client/table-client.fixture'
import { createModel } from './models.fixture'
import { createModelsMirror } from './models-mirror'

const settled = () => new Promise(resolve => setTimeout(resolve, 0))

describe('models mirror', () => {
  it('shows the newest view, and keeps it when nobody looks any more', async () => {
    const views = [
      { nodes: [], models: [], jobs: [] },
      { nodes: [], models: [createModel()], jobs: [] },
    ]
    const { client } = createTableClient({
      'models.watchModels': async function* () {
        yield* views
      },
    })
    const mirror = createModelsMirror(client)
    const stop = mirror.start()
    await settled()
    stop()
    expect(mirror.store.getState()).toEqual({ view: views[1], error: null })
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
