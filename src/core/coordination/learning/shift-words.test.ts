import { expect, it } from 'vitest'
import { thresholds } from '../classification/operating-point'
import { shiftWords } from './shift-words'

/** Needing more than tier 0 just below, or just above, where a question goes up. */
function around(distance: number): [number, number, number] {
  const more = 1 / (1 + Math.exp(-(thresholds.balanced[0] + distance)))
  return [1 - more, more, 0]
}
const words = (distance: number, shift: number) =>
  shiftWords(around(distance), { preference: 'balanced', shift: [shift, 0] })

it('says what was learnt only where that changed the tier', () => {
  expect(words(-0.2, 0.3)).toBe('you have asked for larger models lately')
  expect(words(0.2, -0.3)).toBe('you have asked for smaller models lately')
  expect(words(-0.4, 0.3)).toBeNull()
  expect(words(0.4, 0.3)).toBeNull()
  expect(words(-0.2, 0)).toBeNull()
})
