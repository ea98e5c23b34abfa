import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../../shared/harombe-error'
import { createTableClient } from '../../client/table-client.fixture'
import { createEngineStore } from './engine-store'

const status = (state: string) => ({ state, version: null, accelerator: null, hint: null, folder: '/engine' })

describe('engine store', () => {
  it('shows the last lines of an installation and what came of it', async () => {
    const { client, asked } = createTableClient({
      'models.installEngine': async function* () {
        for (let index = 0; index < 250; index += 1) yield { line: `line ${index}` }
      },
      'models.engineStatus': () => status('ready'),
    })
    const engine = createEngineStore(client)
    await engine.install()
    const { lines, status: found, installing, error } = engine.store.getState()
    expect([lines.length, lines.at(-1), found?.state, installing, error]).toEqual([
      200,
      'line 249',
      'ready',
      false,
      null,
    ])
    expect(asked.map(([path]) => path)).toEqual(['models.installEngine', 'models.engineStatus'])
  })

  it('keeps what was said before a failure', async () => {
    const { client } = createTableClient({
      'models.installEngine': async function* () {
        yield { line: 'Getting it' }
        throw new HarombeError('NODE_ERROR', 'No network.', { hint: 'Try again later.' })
      },
      'models.engineStatus': () => status('absent'),
    })
    const engine = createEngineStore(client)
    await engine.install()
    expect(engine.store.getState()).toMatchObject({
      lines: ['Getting it'],
      installing: false,
      error: { message: 'No network.', hint: 'Try again later.' },
    })
  })

  it('is put to use, or says why not', async () => {
    const { client } = createTableClient({ 'models.useEngine': () => status('ready') })
    const engine = createEngineStore(client)
    expect(await engine.use()).toBe(true)
    expect(engine.store.getState()).toMatchObject({
      status: { state: 'ready' },
      starting: false,
      error: null,
    })
    const refusing = createEngineStore(
      createTableClient({
        'models.useEngine': () => Promise.reject(new HarombeError('CONFIG_INVALID', 'It is broken.')),
      }).client,
    )
    expect(await refusing.use()).toBe(false)
    expect(refusing.store.getState()).toMatchObject({ starting: false, error: { message: 'It is broken.' } })
  })
})
