import { describe, expect, it } from 'vitest'
import type { Tier } from '../../../shared/entities'
import { nodeView } from '../../../shared/entities/testing/views'
import { english } from '../../../shared/texts/english'
import { makeMessage } from './fake-client.fixture'
import { redoChoices } from './redo-choices'

const answered = (tier: Tier) =>
  makeMessage('a', { role: 'assistant', answeredBy: { node: 'n', tier, model: 'm', simulated: false } })
const up = (tier: Tier) => nodeView(`up-${tier}`, { tier })
const down = (tier: Tier) => nodeView(`down-${tier}`, { tier, status: 'offline' })
const summary = (message: ReturnType<typeof answered>, nodes: ReturnType<typeof up>[] | null) =>
  redoChoices(message, nodes, english).map(({ tier, obstacle }) => obstacle ?? tier)

describe('redoChoices', () => {
  it('offers the neighbours, and jumps over a tier that nobody can be asked of', () => {
    expect(summary(answered(1), [up(0), up(1), up(2)])).toEqual([2, 1, 0])
    expect(summary(answered(0), [up(0), down(1), up(2)])).toEqual([2, 0, 'Fast is the smallest tier.'])
  })

  it('tells a tier without a node from one whose nodes are away', () => {
    expect(summary(answered(0), [up(0)])[0]).toBe('There is no larger node.')
    expect(summary(answered(0), [up(0), down(2)])[0]).toBe('No larger node is online.')
    expect(summary(answered(1), [down(1), up(2)])[1]).toBe('No node of Balanced is online.')
    expect(summary(answered(2), [up(2)])[0]).toBe('Powerful is the largest tier.')
  })

  it('does not take a node that is being drained or disabled for usable', () => {
    expect(summary(answered(0), [up(0), nodeView('d', { tier: 2, status: 'draining' })])[0]).toBe(
      'No larger node is online.',
    )
    expect(summary(answered(0), [up(0), nodeView('d', { tier: 2, enabled: false })])[0]).toBe(
      'No larger node is online.',
    )
  })

  it('presumes nodes while they are not known, and offers nothing where nobody answered', () => {
    expect(summary(answered(0), null).slice(0, 2)).toEqual([1, 0])
    expect(redoChoices(makeMessage('a'), [up(0)], english)).toEqual([])
  })
})
