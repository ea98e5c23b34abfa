import { describe, expect, it } from 'vitest'
import type { ModelJob, ModelsView } from './model'
import { applyModelsUpdate, changedModels } from './models-update'

const job = (completedBytes: number): ModelJob => ({
  id: 'a',
  kind: 'pull',
  node: 'mini',
  model: 'm',
  state: 'running',
  status: 'downloading',
  completedBytes,
  totalBytes: 10,
  bytesPerSecond: null,
  startedAt: 0,
  endedAt: null,
  error: null,
})
const view = (completedBytes: number): ModelsView => ({ nodes: [], models: [], jobs: [job(completedBytes)] })

describe('updates of the models', () => {
  it('carry all of it first, then only what changed', () => {
    expect(changedModels(null, view(1))).toEqual(view(1))
    expect(changedModels(view(1), view(2))).toEqual({ jobs: [job(2)] })
    expect(changedModels(view(1), view(1))).toEqual({})
  })

  it('leave untouched parts the same objects, so that what shows them need not be drawn again', () => {
    const first = applyModelsUpdate(null, view(1))
    const second = applyModelsUpdate(first, { jobs: [job(2)] })
    expect(second).toEqual(view(2))
    expect(second?.models).toBe(first?.models)
  })

  it('are nothing before the first', () => {
    expect(applyModelsUpdate(null, { jobs: [] })).toBeNull()
  })
})
