import { describe, expect, it } from 'vitest'
import { nodeView } from '../../../shared/entities/testing/views'
import { clusterKey, emptyDraft, explainInput, readTokens, targetKey, targetOfKey } from './what-if'

describe('explainInput', () => {
  it('names only nodes the cluster still has: the coordinator refuses others', () => {
    const draft = { ...emptyDraft, text: 'Hi', without: new Set(['mini', 'gone']) }
    expect(explainInput(draft, [nodeView('mini'), nodeView('dgx')]).without).toEqual(['mini'])
  })

  it('leaves the preference and the length to the coordinator unless they were chosen', () => {
    const plain = explainInput({ ...emptyDraft, text: 'Hi' }, [])
    expect(plain).toEqual({
      messages: [{ role: 'user', content: 'Hi', images: 0 }],
      tools: [],
      tier: 'auto',
      without: [],
    })
    const chosen = explainInput(
      {
        ...emptyDraft,
        text: 'Hi',
        preference: 'eco',
        target: { kind: 'model', model: 'qwen/3:8b' },
        hasImage: true,
        hasTools: true,
        contextTokens: 9_000,
      },
      [],
    )
    expect(chosen).toMatchObject({ preference: 'eco', model: 'qwen/3:8b', contextTokens: 9_000 })
    expect(chosen.messages?.[0]?.images).toBe(1)
    expect(chosen.tools?.length).toBeGreaterThan(0)
  })
})

describe('targetKey', () => {
  it('comes back from the value of an option, slashes of a model name included', () => {
    for (const target of [
      { kind: 'tier', tier: 'auto' },
      { kind: 'tier', tier: 0 },
      { kind: 'node', node: 'tier 2' },
      { kind: 'model', model: 'org/model:8b' },
    ] as const) {
      expect(targetOfKey(targetKey(target))).toEqual(target)
    }
  })
})

describe('clusterKey', () => {
  const node = nodeView('mini', { slots: 2 })

  it('changes when a node dies or is filled, and not with every figure', () => {
    const key = clusterKey([node])
    expect(clusterKey([{ ...node, status: 'offline' }])).not.toBe(key)
    expect(clusterKey([{ ...node, activeRequests: 2 }])).not.toBe(key)
    expect(clusterKey([{ ...node, activeRequests: 1, latencyMs: 99 }])).toBe(key)
  })
})

describe('readTokens', () => {
  it('reads numbers as people write them, and nothing else', () => {
    expect(readTokens('32,000')).toBe(32_000)
    expect(readTokens(' 8 000 ')).toBe(8_000)
    expect(readTokens('0')).toBeNull()
    expect(readTokens('-5')).toBeNull()
    expect(readTokens('many')).toBeNull()
    expect(readTokens('999999999')).toBe(1_000_000)
  })
})
