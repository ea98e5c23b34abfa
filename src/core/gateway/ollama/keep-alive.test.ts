import { describe, expect, it } from 'vitest'
import { hasCode } from '../../../shared/errors'
import { readKeepAlive } from './keep-alive'

describe('keep_alive', () => {
  it.each([
    [0, 0],
    [-1, -1],
    [300, 300],
    ['0', 0],
    ['0s', 0],
    ['-0m', -0],
    ['5m', 300],
    ['1h30m', 5400],
    ['1.5s', 1.5],
    ['.5s', 0.5],
    ['250ms', 0.25],
    ['-1m', -60],
    ['+2s', 2],
  ])('%j is %d seconds', (value, seconds) => {
    expect(readKeepAlive(value)).toBeCloseTo(seconds)
  })

  it.each(['', '5', 'm', '5x', '5m!', 'forever', '1h 30m', '--1m', '5m\n;', '0 '.repeat(20)])(
    'is refused when it is no duration: %j',
    value => {
      expect(() => readKeepAlive(value)).toThrow(
        expect.toSatisfy(error => hasCode(error, 'BAD_REQUEST') && error.data?.param === 'keep_alive'),
      )
    },
  )
})
