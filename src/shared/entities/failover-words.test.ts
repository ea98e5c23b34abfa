import { describe, expect, it } from 'vitest'
import { english } from '../texts/english'
import { failoverLines, failoverText, lastWord } from './failover-words'
import { failover } from './testing/views'

describe('failoverLines', () => {
  it('names who went away and who continued', () => {
    expect(failoverLines([failover('gaming-pc')], 'mac-mini', english)).toEqual([
      'gaming-pc went away, continuing on mac-mini',
    ])
  })

  it('chains several failures', () => {
    expect(
      failoverLines([failover('dgx', 'before_first_token'), failover('gaming-pc')], 'mac-mini', english),
    ).toEqual(['dgx did not answer, gaming-pc took over', 'gaming-pc went away, continuing on mac-mini'])
  })

  it('says so when nobody could continue', () => {
    expect(failoverLines([failover('gaming-pc')], null, english)).toEqual([
      'gaming-pc went away, nobody could continue',
    ])
  })

  it('does not claim another node when the same one started again', () => {
    expect(failoverText(failover('mac-mini'), 'mac-mini', english)).toBe(
      'mac-mini went away and started again',
    )
  })
})

describe('lastWord', () => {
  it('does not let a node come back that the answer ended with', () => {
    const failovers = [failover('dgx'), failover('gaming-pc')]
    expect(failoverLines(failovers, lastWord(failovers, 'gaming-pc', true), english)).toEqual([
      'dgx went away, continuing on gaming-pc',
      'gaming-pc went away, nobody could continue',
    ])
  })

  it('is that of whoever answered otherwise, also after a return', () => {
    expect(lastWord([failover('dgx')], 'dgx', false)).toBe('dgx')
    expect(lastWord([failover('dgx')], 'mac-mini', true)).toBe('mac-mini')
    expect(lastWord([], null, true)).toBeNull()
  })
})
