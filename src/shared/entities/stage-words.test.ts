import { describe, expect, it } from 'vitest'
import { english } from '../texts/english'
import type { AnswerStage } from './chat'
import { stageText } from './stage-words'

describe('stageText', () => {
  const words = (
    stage: AnswerStage | null,
    more: { node?: string; ahead?: number; expectedMs?: number } = {},
  ) => stageText({ stage, node: null, ...more }, english)

  it('names the node once there is one', () => {
    expect(words(null)).toBe('Choosing a node')
    expect(words('connecting', { node: 'gaming-pc' })).toBe('Connecting to gaming-pc')
    expect(words('loading', { node: 'gaming-pc' })).toBe('Loading the model on gaming-pc')
    expect(words(null, { node: 'mac-mini' })).toBe('Going on with mac-mini')
  })

  it('tells the place in the queue and the wait, and only what is known of them', () => {
    expect(words('queued', { ahead: 2, expectedMs: 8_200 })).toBe('In line, 2 ahead, about 8 s')
    expect(words('queued', { ahead: 0, expectedMs: 900 })).toBe('Next in line, about 1 s')
    expect(words('queued', { ahead: 4 })).toBe('In line, 4 ahead')
    expect(words('queued')).toBe('Waiting for a free place')
  })

  it('says what is waited for when no node can answer, and for how long at most', () => {
    expect(words('waiting', { expectedMs: 60_000 })).toBe(
      'No node can answer now. Waiting for one to come back, up to 60 s',
    )
    expect(words('waiting')).toBe('No node can answer now. Waiting for one to come back')
  })

  it('says how long a model took to load before', () => {
    expect(words('loading', { node: 'dgx', expectedMs: 42_000 })).toBe(
      'Loading the model on dgx, takes about 42 s',
    )
  })
})
