import { describe, expect, it } from 'vitest'
import { gatesOf } from './gate-words'
import { routeDecision } from './route'

/** As version 0.1 stored it. */
const early = {
  classification: { class: 'simple', tier: 0, reasons: ['it is short'], estimatedTokens: 8 },
  wantedTier: 0,
  forced: 'none',
  candidates: [],
  reason: 'A simple question: it is short.',
}

describe('gatesOf', () => {
  it('puts what decided the tier before what the model must be able to do', () => {
    const classification = { gates: ['It agrees to what was asked before.'] }
    expect(gatesOf({ classification, requirements: ['Only models that see images.'] })).toEqual([
      'It agrees to what was asked before.',
      'Only models that see images.',
    ])
  })

  it('says nothing twice', () => {
    const window = 'Needs a window of about 9,000 tokens.'
    expect(gatesOf({ classification: { gates: [window] }, requirements: [window] })).toEqual([window])
  })

  it('reads decisions that were stored before there were gates, or with clauses in place of sentences', () => {
    expect(gatesOf(routeDecision.parse(early))).toEqual([])
    expect(gatesOf(routeDecision.parse({ ...early, requirements: ['see images'] }))).toEqual([
      'The model must be able to see images.',
    ])
  })
})
