import { describe, expect, it } from 'vitest'
import type { CallContext } from '../../../shared/contract/define'
import type { EngineStatus } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import { createFakeModels } from '../testing/fake-models'
import { createModelsHandlers } from './models-handlers'

const context: CallContext = {
  caller: { kind: 'cli', scopes: ['read', 'admin'] },
  signal: new AbortController().signal,
}
const onNode = { node: 'mac', model: 'small' }
const status: EngineStatus = {
  state: 'absent',
  version: null,
  accelerator: null,
  hint: 'Install it.',
  folder: '/engine',
}

function setUp() {
  const fake = createFakeModels()
  const installs: AbortSignal[] = []
  let settled = 0
  let state: EngineStatus['state'] = 'absent'
  const uses: string[] = []
  const handlers = createModelsHandlers({
    models: fake.models,
    async settled() {
      settled += 1
    },
    engine: {
      status: async () => (state === 'absent' ? status : { ...status, state, hint: null }),
      async *install(signal) {
        installs.push(signal)
        yield { line: 'fetching' }
        throw new HarombeError('NODE_REFUSED', 'There is no npm.')
      },
    },
    async useEngine() {
      uses.push(state)
    },
  })
  return {
    ...fake,
    handlers,
    installs,
    uses,
    setState(next: EngineStatus['state']) {
      state = next
    },
    settled: () => settled,
  }
}

describe('the procedures of models', () => {
  it('start the work they are named after, and no other', async () => {
    const { handlers, started } = setUp()
    for (const name of ['pullModel', 'loadModel', 'unloadModel', 'removeModel'] as const)
      await handlers[name](onNode, context)
    expect(started.map(({ kind }) => kind)).toEqual(['pull', 'load', 'unload', 'remove'])
    expect(started.every(({ node, model }) => node === 'mac' && model === 'small')).toBe(true)
  })

  it('cancel a job by its id', async () => {
    const { handlers, cancelled } = setUp()
    expect(await handlers.cancelJob({ id: 'job-7' }, context)).toBeNull()
    expect(cancelled).toEqual(['job-7'])
  })

  it('show what is there, and pass on that a model is not', async () => {
    const { handlers, models, settled } = setUp()
    expect(await handlers.getModels({}, context)).toBe(models.view())
    expect(await handlers.listCatalogue({}, context)).toEqual([])
    expect(settled()).toBe(2)
    await expect(handlers.showModel(onNode, context)).rejects.toMatchObject({ code: 'MODEL_MISSING' })
  })

  it('tell of the engine and install it, with the lines before a failure and with the signal of who asked', async () => {
    const { handlers, installs } = setUp()
    expect(await handlers.engineStatus({}, context)).toBe(status)
    const lines: string[] = []
    const install = async () => {
      for await (const { line } of handlers.installEngine({}, context)) lines.push(line)
    }
    await expect(install()).rejects.toMatchObject({ code: 'NODE_REFUSED' })
    expect(lines).toEqual(['fetching'])
    expect(installs).toEqual([context.signal])
  })
  it('put the engine to use where there is one, and leave the file alone where there is none', async () => {
    const { handlers, uses, setState } = setUp()
    await expect(handlers.useEngine({}, context)).rejects.toMatchObject({
      code: 'NODE_REFUSED',
      hint: 'Install it.',
    })
    setState('installing')
    await expect(handlers.useEngine({}, context)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(uses).toEqual([])
    setState('ready')
    expect(await handlers.useEngine({}, context)).toMatchObject({ state: 'ready' })
    expect(uses).toEqual(['ready'])
  })
})
