import { describe, expect, it } from 'vitest'
import { english } from '../../../shared/texts/english'
import { fitFigures } from './fit-figures'
import { createFit } from './models.fixture'

const values = (...parts: Parameters<typeof createFit>) =>
  fitFigures(createFit(...parts), english).map(({ label, value }) => `${label}: ${value}`)

describe('fit, line by line', () => {
  it('adds up: what is neither weights nor context has a line of its own', () => {
    expect(values({ weightsBytes: 4e9, keyValueBytes: 5e8, totalBytes: 5e9 })).toEqual([
      'Weights: 4 GB',
      'Context of 8K tokens: 500 MB',
      'Buffers: 500 MB',
      'Needed: 5 GB',
      'Video memory for models: 13 GB',
      'Main memory for models: 16 GB',
    ])
  })

  it('calls a correction so, also one downwards', () => {
    const lines = values({ weightsBytes: 4e9, keyValueBytes: 1e9, totalBytes: 4.5e9, corrected: true })
    expect(lines).toContain('Correction by what was seen: −500 MB')
  })

  it('tells nothing from unknown', () => {
    const lines = values({ usableVramBytes: 0, usableMemoryBytes: null, keyValueBytes: 0, totalBytes: 4.7e9 })
    expect(lines).toEqual([
      'Weights: 4.7 GB',
      'Context of 8K tokens: not known',
      'Needed: 4.7 GB',
      'Video memory for models: none',
      'Main memory for models: not known',
    ])
  })
})
