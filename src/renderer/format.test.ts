import { describe, expect, it } from 'vitest'
import {
  formatAgo,
  formatContext,
  formatCount,
  formatDuration,
  formatMemory,
  formatShare,
  formatSize,
  formatSpeed,
  pageHint,
} from './format'

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
