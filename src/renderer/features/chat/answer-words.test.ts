import { describe, expect, it } from 'vitest'
import type { AnswerMetrics, Failover, RouteDecision, Tier } from '../../../shared/entities'
import { failover } from '../../../shared/entities/testing/views'
import { english } from '../../../shared/texts/english'
import { metricTexts, missedTierText, placeSeams } from './answer-words'

const mini = { node: 'mac-mini', tier: 0, model: 'm', simulated: false } as const

describe('metricTexts', () => {
  const metrics: AnswerMetrics = {
    ttftMs: 300,
    durationMs: 8_000,
    promptTokens: 10,
    tokens: 341,
    tokenSource: 'reported',
    tokensPerSecond: 41.9,
  }

  it('names each figure', () => {
    expect(metricTexts(metrics, english)).toEqual(['42 tokens/s', 'first token 300 ms', '341 tokens'])
  })

  it('marks estimates and leaves out what nobody measured', () => {
    const guessed: AnswerMetrics = {
      ...metrics,
      ttftMs: null,
      tokensPerSecond: null,
      tokens: 1,
      tokenSource: 'estimated',
    }
    expect(metricTexts(guessed, english)).toEqual(['≈ 1 token'])
    expect(metricTexts({ ...guessed, tokens: 0 }, english)).toEqual([])
  })
})

describe('placeSeams', () => {
  const continued = (node: string, keptCharacters: number): Failover => ({
    ...failover(node),
    mode: 'continue',
    keptCharacters,
  })

  it('puts a seam where the text goes on, and below the answer where it began again', () => {
    expect(placeSeams([continued('gaming-pc', 120)], 'mac-mini', english)).toEqual({
      inline: [{ offset: 120, text: 'gaming-pc went away, mac-mini went on from there' }],
      below: [],
    })
    expect(placeSeams([failover('gaming-pc')], 'mac-mini', english).inline).toEqual([])
  })

  it('does not point into text that was replaced since', () => {
    const { inline, below } = placeSeams([continued('dgx', 50), failover('gaming-pc')], 'mac-mini', english)
    expect(inline).toEqual([])
    expect(below).toHaveLength(2)
  })
})

describe('missedTierText', () => {
  const route = (wantedTier: Tier, forced: RouteDecision['forced']): RouteDecision => ({
    classification: { class: 'complex', tier: wantedTier, reasons: [], estimatedTokens: 1, gates: [] },
    wantedTier,
    forced,
    requirements: [],
    candidates: [],
    reason: '',
  })

  it('names the tier that was wanted when another one answered, chosen or read from the question', () => {
    expect(missedTierText(route(2, 'none'), mini, english)).toBe('Powerful was not available')
    expect(missedTierText(route(1, 'tier'), mini, english)).toBe('Balanced was not available')
  })

  it('is silent when the wanted one answered, nobody did, or something else was chosen', () => {
    expect(missedTierText(route(0, 'none'), mini, english)).toBeNull()
    expect(missedTierText(route(2, 'node'), mini, english)).toBeNull()
    expect(missedTierText(route(2, 'model'), mini, english)).toBeNull()
    expect(missedTierText(route(2, 'none'), null, english)).toBeNull()
    expect(missedTierText(null, mini, english)).toBeNull()
  })
})
