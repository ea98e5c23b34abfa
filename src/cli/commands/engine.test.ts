import { describe, expect, it } from 'vitest'
import type { NodeView } from '../../shared/entities'
import { steadyNode } from '../../shared/entities/testing/steady-node'
import { describeReplaced } from './engine'

const own: NodeView = {
  name: 'local',
  url: 'http://localhost:11434',
  tier: 0,
  backend: 'ollama',
  model: '',
  models: [],
  origin: 'local',
  simulated: false,
  enabled: true,
  status: 'online',
  latencyMs: 1,
  latencyHistory: [],
  activeRequests: 0,
  slots: 1,
  load: 0,
  checkedAt: null,
  version: null,
  error: null,
  statistics: { requests: 0, failures: 0, tokens: 0, ttftMs: null, tokensPerSecond: null },
  ...steadyNode,
}

describe('what the engine takes the place of', () => {
  it('is a server that answers on this machine, with or without the model', () => {
    expect(describeReplaced([own])).toContain('Ollama at http://localhost:11434')
    expect(describeReplaced([{ ...own, status: 'model_missing' }])).not.toBeNull()
  })

  it('is nothing where none answers, where it is the engine, or where a listed node is meant', () => {
    expect(describeReplaced([])).toBeNull()
    expect(describeReplaced([{ ...own, status: 'offline' }])).toBeNull()
    expect(describeReplaced([{ ...own, backend: 'embedded' }])).toBeNull()
    expect(describeReplaced([{ ...own, origin: 'config' }])).toBeNull()
  })
})
