import { describe, expect, it } from 'vitest'
import type { RouteDecision } from '../shared/entities'
import { explainedLines, explainedRecord } from './route-texts'

const decision: RouteDecision = {
  classification: {
    ...{ class: 'complex', tier: 2, probabilities: [0.1, 0.204, 0.696] },
    reasons: ['it asks for a proof', 'it has mathematics', 'it is long', 'a fourth'],
    gates: ['It goes on with an earlier request.'],
    ...{ estimatedTokens: 40, preference: 'balanced' },
  },
  wantedTier: 2,
  forced: 'none',
  requirements: ['see images'],
  candidates: [
    { node: 'away', tier: 1, model: '', verdict: 'rejected', reason: 'offline', rank: null },
    { node: 'mini', tier: 0, model: 'small', verdict: 'eligible', reason: 'tier 0', rank: 1 },
    {
      ...{
        node: 'workstation',
        tier: 2,
        model: 'large\u001b[2J',
        verdict: 'chosen',
        reason: 'as wanted',
        rank: 0,
      },
      predicted: { waitMs: 1, loadMs: 2, promptMs: 3, writeMs: 4, isLearnt: false },
    },
  ],
  reason: 'A complex question: it asks for a proof.',
}
const nobody: RouteDecision = { ...decision, candidates: [], reason: 'There is no node to answer.' }

describe('what route prints', () => {
  it('tells a person tier, odds, three reasons, gates, candidates in order and who would answer', () => {
    expect(explainedLines(decision)).toEqual([
      'Tier 2: a complex question (setting balanced, about 40 tokens).',
      'Likely needs tier 0: 10 %, tier 1: 20 %, tier 2: 70 %.',
      'Because it asks for a proof; it has mathematics; it is long.',
      'It goes on with an earlier request.',
      'The model must be able to see images.',
      '',
      'NODE         TIER  MODEL  VERDICT   REASON',
      'workstation  2     large  chosen    as wanted',
      'mini         0     small  eligible  tier 0',
      'away         1     -      rejected  offline',
      '',
      'workstation would answer with large (tier 2). A complex question: it asks for a proof.',
    ])
  })

  it('says so where nobody would answer, and what was asked for', () => {
    const forced: RouteDecision = { ...nobody, forced: 'tier', wantedTier: 1 }
    expect(explainedLines(forced).at(-1)).toBe('Nobody would answer. There is no node to answer.')
    expect(explainedLines(forced)).toContain('Asked for tier 1.')
    expect(explainedLines({ ...nobody, forced: 'node' })).toContain('Asked for a node.')
  })

  it('gives a script the same in snake_case', () => {
    expect(explainedRecord(decision)).toMatchObject({
      ...{ class: 'complex', tier: 2, wanted_tier: 2, forced: 'none', preference: 'balanced' },
      ...{ node: 'workstation', estimated_tokens: 40, probabilities: [0.1, 0.204, 0.696] },
      gates: ['It goes on with an earlier request.', 'The model must be able to see images.'],
      candidates: [
        { node: 'workstation', rank: 0, predicted: { wait_ms: 1, is_learnt: false } },
        { node: 'mini' },
        { node: 'away', rank: null },
      ],
      reason: 'A complex question: it asks for a proof.',
    })
    expect(explainedRecord(nobody)).toMatchObject({ node: null, model: null, candidates: [] })
  })
})
