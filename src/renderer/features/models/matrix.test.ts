import { describe, expect, it } from 'vitest'
import { unknownCapabilities } from '../../../shared/entities'
import { filterRows, projectMatrix, runningJobs } from './matrix'
import { createJob, createLibrary, createModel } from './models.fixture'

const nodes = [createLibrary({ node: 'mini' }), createLibrary({ node: 'pc', tier: 1 })]

describe('matrix', () => {
  it('has one row for a model on several nodes, sorted as people count', () => {
    const { rows } = projectMatrix({
      nodes,
      models: [
        createModel({ name: 'qwen2.5:32b', node: 'pc' }),
        createModel({ name: 'qwen2.5:7b', node: 'pc' }),
        createModel({ name: 'qwen2.5:7b', node: 'mini' }),
      ],
    })
    expect(rows.map(row => row.name)).toEqual(['qwen2.5:7b', 'qwen2.5:32b'])
    expect([...(rows[0]?.copies.keys() ?? [])]).toEqual(['pc', 'mini'])
  })

  it('takes a figure from whichever node tells it', () => {
    const { rows } = projectMatrix({
      nodes,
      models: [
        createModel({ node: 'mini', sizeBytes: null, parameters: null }),
        createModel({ node: 'pc', sizeBytes: 5, parameters: '7.6B' }),
      ],
    })
    expect(rows[0]?.summary).toMatchObject({ sizeBytes: 5, parameters: '7.6B' })
  })

  it('shows an ability some node has, with the best evidence there is', () => {
    const tools = { ...unknownCapabilities, tools: 'yes' } as const
    const { rows } = projectMatrix({
      nodes,
      models: [
        createModel({ node: 'mini', capabilities: tools, evidence: 'assumed' }),
        createModel({ node: 'pc', capabilities: { ...tools, vision: 'no' }, evidence: 'proven' }),
      ],
    })
    expect(rows[0]?.abilities).toEqual([{ capability: 'tools', evidence: 'proven' }])
  })

  it('counts what is loaded on a node, and its memory only where the server tells', () => {
    const loaded = { name: 'a', sizeBytes: 3, vramBytes: 3, contextLength: null, expiresAt: null }
    const { columns } = projectMatrix({
      nodes,
      models: [
        createModel({ name: 'a', node: 'mini', loaded }),
        createModel({ name: 'b', node: 'mini', loaded: { ...loaded, sizeBytes: 4 } }),
        createModel({ name: 'c', node: 'pc', loaded: { ...loaded, sizeBytes: null } }),
      ],
    })
    expect(columns.map(({ models, loaded, loadedBytes }) => [models, loaded, loadedBytes])).toEqual([
      [2, 2, 7],
      [1, 1, null],
    ])
  })

  it('finds by every word, in name, family, ability or what is loaded', () => {
    const loaded = { name: 'a', sizeBytes: 3, vramBytes: 3, contextLength: null, expiresAt: null }
    const { rows } = projectMatrix({
      nodes,
      models: [
        createModel({ name: 'qwen2.5:7b', loaded }),
        createModel({ name: 'llama3.2:3b', family: 'llama' }),
      ],
    })
    const found = (text: string) => filterRows(rows, text).map(row => row.name)
    expect(found('  QWEN tools ')).toEqual(['qwen2.5:7b'])
    expect(found('loaded')).toEqual(['qwen2.5:7b'])
    expect(found('llama loaded')).toEqual([])
    expect(found(' ')).toHaveLength(2)
  })

  it('lets the newest running job of a cell speak, and no ended one', () => {
    const jobs = runningJobs([
      createJob({ id: 'new', kind: 'load' }),
      createJob({ id: 'old', kind: 'pull' }),
      createJob({ id: 'ended', model: 'b', state: 'done' }),
    ])
    expect(jobs.get('qwen2.5:7b')?.get('mini')?.id).toBe('new')
    expect(jobs.size).toBe(1)
  })
})
