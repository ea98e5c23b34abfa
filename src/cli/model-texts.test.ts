import { describe, expect, it } from 'vitest'
import type { FitEstimate } from '../shared/entities'
import { fitsText } from './model-texts'

const on = (node: string, verdict: FitEstimate['verdict']) => ({ node, fit: { verdict } })

describe('how a model of the catalogue fits', () => {
  it('names the nodes of each verdict once', () => {
    expect(fitsText([on('mini', 'too_large'), on('pc', 'gpu'), on('office', 'gpu')])).toBe(
      'too large: mini; fits the GPU: pc, office',
    )
    expect(fitsText([])).toBe('-')
  })

  it('counts nodes where their names would fill the line', () => {
    expect(fitsText(['a', 'b', 'c', 'd'].map(name => on(name, 'memory')))).toBe('in main memory: 4 nodes')
  })
})
