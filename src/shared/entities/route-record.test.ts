import { describe, expect, it } from 'vitest'
import { routeDecision } from './route'
import { routeRecord } from './route-record'

const stored = {
  classification: { class: 'complex', tier: 2, reasons: ['it is long'], estimatedTokens: 9000 },
  wantedTier: 2,
  forced: 'none',
  candidates: [
    { node: 'dgx', tier: 2, model: 'large', verdict: 'chosen', reason: 'tier 2 as wanted', rank: 0 },
  ],
  reason: 'A complex question: it is long.',
}

describe('routeRecord', () => {
  it('leaves out what a decision of an earlier version does not tell, instead of inventing it', () => {
    expect(routeRecord(routeDecision.parse(stored))).toEqual({
      class: 'complex',
      wanted_tier: 2,
      forced: 'none',
      reasons: ['it is long'],
      gates: [],
      candidates: stored.candidates,
    })
  })

  it('carries odds, setting, learning, step and gates where there are any', () => {
    const classification = {
      ...stored.classification,
      probabilities: [0.1, 0.2, 0.7],
      preference: 'eco',
      shift: [0.3, 0],
      step: 'synthesis',
      gates: ['It makes one answer of what tools brought.'],
    }
    const requirements = ['Needs a window of about 9,000 tokens.']
    expect(routeRecord(routeDecision.parse({ ...stored, classification, requirements }))).toMatchObject({
      probabilities: [0.1, 0.2, 0.7],
      preference: 'eco',
      shift: [0.3, 0],
      step: 'synthesis',
      gates: ['It makes one answer of what tools brought.', 'Needs a window of about 9,000 tokens.'],
    })
  })
})
