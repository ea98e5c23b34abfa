import { expect, it } from 'vitest'
import { english } from '../../../../shared/texts/english'
import { adviceText, reasonText } from './verdict-words'

it('says what a verdict rests on in sentences, and cuts a long list of names', () => {
  expect(reasonText({ kind: 'failed', count: 5, total: 100, share: 0.05 }, english)).toBe(
    '5 questions in 100 were not answered (5 %).',
  )
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  expect(reasonText({ kind: 'away', names }, english)).toBe('6 nodes are away: a, b, c, d, ….')
  expect(reasonText({ kind: 'away', names: ['pc'] }, english)).toBe('pc is away.')
  expect(reasonText({ kind: 'simpleKept', share: 1 }, english)).toBe(
    '100 % of the simple questions stayed on Fast.',
  )
  expect(adviceText({ kind: 'addTier', tier: 2 }, english)).toBe(
    'Add a node of tier 2: no node of it can be used.',
  )
})
