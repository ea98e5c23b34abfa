import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../../../shared/harombe-error'
import { createTableClient } from '../../../client/table-client.fixture'
import { createApplyStore } from './apply-store'
import { runOf } from './run.fixture'

const running = runOf('running', [])
const refused = () =>
  Promise.reject(new HarombeError('CONFLICT', 'It moved.', { data: { moved: ['desired'] } }))

describe('applies', () => {
  it('are shown from the answer on, before the stream says it', async () => {
    const applies = createApplyStore(createTableClient({}).client)
    expect(await applies.start(async () => running)).toBe(true)
    expect(applies.mirror.store.getState().view).toEqual({ run: running })
    expect(applies.store.getState()).toMatchObject({ own: 'r1', isStarting: false })
  })

  it('begin once, however often it is pressed', async () => {
    const applies = createApplyStore(createTableClient({}).client)
    let begun = 0
    const begin = async () => {
      begun += 1
      return running
    }
    expect(await Promise.all([applies.start(begin), applies.start(begin)])).toEqual([true, false])
    expect(begun).toBe(1)
  })

  it('say why they could not begin, until something else is asked for', async () => {
    const applies = createApplyStore(createTableClient({}).client)
    expect(await applies.start(refused)).toBe(false)
    expect(applies.store.getState().refusal).toMatchObject({
      what: 'start',
      error: { code: 'CONFLICT', data: { moved: ['desired'] } },
    })
    await applies.start(async () => running)
    expect(applies.store.getState().refusal).toBeNull()
    await applies.start(refused)
    applies.forgetRefusal()
    expect(applies.store.getState().refusal).toBeNull()
  })

  it('can be cancelled again when the first time was refused', async () => {
    const { client, asked } = createTableClient({ 'config.cancelApply': refused })
    const applies = createApplyStore(client)
    await applies.cancel('r1')
    expect(asked).toEqual([['config.cancelApply', { id: 'r1' }]])
    expect(applies.store.getState()).toMatchObject({ cancelling: null, refusal: { what: 'cancel' } })
  })
})
