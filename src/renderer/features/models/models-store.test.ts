import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../../shared/harombe-error'
import { createTableClient } from '../../client/table-client.fixture'
import { createJob } from './models.fixture'
import { createModelsStore, type Notice } from './models-store'

function setUp(table: Parameters<typeof createTableClient>[0]) {
  const { client, asked } = createTableClient(table)
  const notices: Notice[] = []
  return { models: createModelsStore(client, notice => notices.push(notice)), notices, asked }
}

describe('models store', () => {
  it('hands one piece of work at a time for a cell over', async () => {
    let finish: (value: unknown) => void = () => undefined
    const { models, asked } = setUp({ 'models.loadModel': () => new Promise(resolve => (finish = resolve)) })
    const first = models.load('mini', 'a')
    await models.unload('mini', 'a')
    expect(asked).toEqual([['models.loadModel', { node: 'mini', model: 'a' }]])
    finish(createJob())
    await first
    expect(models.store.getState().busy.size).toBe(0)
  })

  it('tells a refusal with what to do, unless that is about the command line', async () => {
    const refuse = (hint: string) => () =>
      Promise.reject(new HarombeError('CONFLICT', 'It answers now.', { hint }))
    const { models, notices } = setUp({
      'models.removeModel': refuse('Wait until it is done.'),
      'models.loadModel': refuse('Run `harombe models list`.'),
    })
    await models.remove('mini', 'a')
    await models.load('mini', 'a')
    expect(notices).toEqual([
      { tone: 'danger', title: 'It answers now.', detail: 'Wait until it is done.' },
      { tone: 'danger', title: 'It answers now.', detail: undefined },
    ])
  })

  it('begins a pull on every node and says which refused', async () => {
    const { models, notices } = setUp({
      'models.pullModel': ({ node }: { node: string }) =>
        node === 'pc' ? Promise.reject(new HarombeError('NODE_REFUSED', 'No room.')) : createJob({ node }),
    })
    expect(await models.pull('a', ['mini', 'pc'])).toEqual([
      { node: 'pc', message: 'No room.', hint: undefined },
    ])
    expect(notices).toEqual([])
  })

  it('does failed work again, and stops showing the failure', async () => {
    const { models, asked } = setUp({ 'models.pullModel': () => createJob() })
    await models.retry(createJob({ id: 'x', state: 'failed' }))
    expect(asked).toEqual([['models.pullModel', { node: 'mini', model: 'qwen2.5:7b' }]])
    expect([...models.store.getState().dismissed]).toEqual(['x'])
  })
})
