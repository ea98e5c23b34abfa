import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  formatAgo,
  formatContext,
  formatCount,
  formatDuration,
  formatMemory,
  formatPart,
  formatShare,
  formatSize,
  formatSpeed,
  pageHint,
} from './format'
import { chooseLanguage } from './texts'

describe('figures', () => {
  it('never shows a missing figure as zero', () => {
    expect(
      [formatDuration, formatSpeed, formatShare, formatMemory, formatSize, formatContext].map(format =>
        format(null),
      ),
    ).toEqual(['–', '–', '–', '–', '–', '–'])
  })

  it.each([
    [0.42, '0.4 ms'],
    [240.4, '240 ms'],
    [999.6, '1.0 s'],
    [9_960, '10 s'],
    [59_700, '1 min 0 s'],
    [185_000, '3 min 5 s'],
    [7_260_000, '2 h 1 min'],
  ])('formats %d ms as %s', (ms, text) => expect(formatDuration(ms)).toBe(text))

  it('keeps 100 % for the share that is whole and 0 % for none', () => {
    expect(formatShare(0.9999)).toBe('99.9 %')
    expect(formatShare(0.0001)).toBe('0.1 %')
    expect(formatShare(1)).toBe('100 %')
    expect(formatShare(0.9)).toBe('90 %')
  })

  it('shortens large counts only', () => {
    expect(formatCount(9_999)).toBe('9,999')
    expect(formatCount(12_345)).toBe('12.3K')
  })

  it('calls a timestamp of a clock that runs ahead just now', () => {
    expect(formatAgo(10_000, 4_000)).toBe('just now')
    expect(formatAgo(0, 61_000)).toBe('1 min ago')
    expect(formatAgo(null, 0)).toBe('never')
  })

  it('uses binary units for memory', () => {
    expect(formatMemory(24 * 1024 ** 3)).toBe('24 GB')
    expect(formatMemory(512 * 1024 ** 2)).toBe('512 MB')
  })
})

describe('pageHint', () => {
  it('leaves out what is about the command line or the HTTP API, and backticks', () => {
    expect(pageHint('Run `harombe cluster test` to see which machines answer.')).toBeUndefined()
    expect(pageHint('Ask for one of the models `GET /v1/models` lists.')).toBeUndefined()
    expect(pageHint('Set `TOKEN` there.')).toBe('Set TOKEN there.')
    expect(pageHint(undefined)).toBeUndefined()
  })
})

describe('in German', () => {
  beforeAll(() => chooseLanguage('de'))
  afterAll(() => chooseLanguage('en'))

  it('writes figures with a comma, and thousands with a point', () => {
    expect(formatDuration(1_240)).toBe('1,2 s')
    expect(formatCount(9_999)).toBe('9.999')
    expect(formatSpeed(4.25)).toBe('4,3')
    expect(formatShare(0.984)).toBe('98,4 %')
    expect(formatMemory(1.5 * 1024 ** 3)).toBe('1,5 GB')
    expect(formatSize(4_700_000_000)).toBe('4,7 GB')
    expect(formatPart(1_200_000_000, 4_700_000_000)).toBe('1,2 von 4,7 GB')
    expect(formatContext(8_000)).toBe('8.000')
    expect(formatContext(8_192)).toBe('8K')
  })

  it('says when it was', () => {
    expect(formatAgo(0, 180_000)).toBe('vor 3 min')
    expect(formatAgo(null, 0)).toBe('nie')
  })

  it('says hints of the core in German, and leaves alone what others say', () => {
    expect(pageHint('Check the port of the node.')).toBe('Prüfe den Port des Knotens.')
    expect(pageHint('Have you tried turning it off?')).toBe('Have you tried turning it off?')
  })
})
