import { expect, it } from 'vitest'
import { type NetworkFinding, networkFinding } from '../../../shared/entities'
import { english } from '../../../shared/texts/english'
import { checkName, networkSummary, verdictLook } from './network-words'

const finding = (verdict: NetworkFinding['verdict']): NetworkFinding => ({
  check: 'multicast',
  verdict,
  message: 'x',
})

it('tells verdicts apart by shape and word, and names every check', () => {
  const looks = networkFinding.shape.verdict.options.map(verdict => verdictLook(verdict, english))
  expect(new Set(looks.map(({ shape }) => shape)).size).toBe(looks.length)
  expect(new Set(looks.map(({ label }) => label)).size).toBe(looks.length)
  const names = networkFinding.shape.check.options.map(check => checkName(check, english))
  expect(new Set(names).size).toBe(names.length)
})

it('does not call it fine while there is a problem', () => {
  expect(networkSummary([finding('ok'), finding('not_checked')], english)).toBe('Nothing is in the way.')
  expect(networkSummary([finding('warning')], english)).toBe('Nothing is in the way, 1 note.')
  expect(networkSummary([finding('problem'), finding('warning'), finding('warning')], english)).toBe(
    'One problem found, 2 notes.',
  )
})
