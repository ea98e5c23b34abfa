import { describe, expect, it } from 'vitest'
import { nodeView } from '../../shared/entities/testing/views'
import { describeReplaced } from './engine'

const own = nodeView('local', {
  url: 'http://localhost:11434',
  model: '',
  models: [],
  origin: 'local',
})

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
