import { describe, expect, it } from 'vitest'
import { nodeView } from '../../../shared/entities/testing/views'
import { english } from '../../../shared/texts/english'
import type { Target } from './chat-state'
import { keyOfTarget, targetOfKey, targetOptions } from './target-options'

describe('targetOptions', () => {
  const labels = (nodes: Parameters<typeof targetOptions>[0], target: Target) =>
    targetOptions(nodes, target, english).map(({ options }) => options.map(({ label }) => label))

  it('offers tiers without any node, and what nodes have once they are known', () => {
    expect(labels(null, { tier: 'auto' })).toEqual([['Auto', 'Fast', 'Balanced', 'Powerful']])
    const nodes = [
      nodeView('mini', { models: ['b:1', 'a:1'] }),
      nodeView('dgx', { models: ['b:1'], tier: 2 }),
      nodeView('away', { models: ['c:1'], status: 'offline' }),
    ]
    const [, ofNodes, ofModels] = targetOptions(nodes, { tier: 'auto' }, english)
    expect(ofNodes?.options.map(({ hint }) => hint)).toEqual(['Fast', 'Powerful', 'Offline'])
    expect(ofModels?.options).toEqual([
      { value: 'model/a:1', label: 'a:1', hint: 'on 1 node' },
      { value: 'model/b:1', label: 'b:1', hint: 'on 2 nodes' },
    ])
  })

  it('keeps what is pinned in the list, though it went away', () => {
    expect(labels([], { tier: 'auto', node: 'dgx' })).toContainEqual(['dgx'])
    expect(labels([], { tier: 'auto', model: 'gone:7b' })).toContainEqual(['gone:7b'])
  })

  it('takes every target to its key and back, names with slashes too', () => {
    const all: Target[] = [
      { tier: 'auto' },
      { tier: 2 },
      { tier: 1, node: 'mini' },
      { tier: 'auto', model: 'hf.co/owner/model:q4' },
    ]
    for (const target of all) expect(targetOfKey(keyOfTarget(target), target.tier)).toEqual(target)
  })
})
