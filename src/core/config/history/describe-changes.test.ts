import { describe, expect, it } from 'vitest'
import { configSchema } from '../../../shared/config/schema'
import { describeChanges } from './describe-changes'

const config = (nodes: object[], more: object = {}) => configSchema.parse({ ...more, cluster: { nodes } })
const tower = { name: 'tower', host: 'tower.local', tier: 2, auth_token: 'canary' }
const mini = { name: 'mini', host: 'mini.local', tier: 0 }

describe('what a version changed', () => {
  it.each([
    ['add mini', [tower], [tower, mini]],
    ['remove mini', [tower, mini], [tower]],
    ['move mini to tier 1', [mini], [{ ...mini, tier: 1 }]],
    ['rename mini to nas', [mini], [{ ...mini, name: 'nas' }]],
    ['change tower', [tower], [{ ...tower, auth_token: 'another' }]],
  ])('%s', (words, before, after) => {
    expect(describeChanges(config(before), config(after))).toEqual([words])
  })

  it('is nothing when only the order of nodes is another', () => {
    expect(describeChanges(config([tower, mini]), config([mini, tower]))).toEqual([])
  })

  it('names settings by their keys, whichever side has them', () => {
    const before = config([], { tools: { shell: false }, server: { ssl_certfile: '/a' } })
    expect(describeChanges(before, config([], { model: { temperature: 0.1 } }))).toEqual([
      'change model.temperature',
      'change tools.shell',
      'change server.ssl_certfile',
    ])
  })

  it('of the first version is its nodes; of what cannot be read, nothing', () => {
    expect(describeChanges(null, config([mini], { model: { temperature: 0.1 } }))).toEqual(['add mini'])
    expect(describeChanges(config([mini]), null)).toEqual([])
  })

  it('is cut where a list would fill pages', () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ name: `node-${index}` }))
    const words = describeChanges(null, config(many))
    expect(words).toHaveLength(21)
    expect(words.at(-1)).toBe('280 more')
  })
})
