import { describe, expect, it } from 'vitest'
import type { Gpu } from '../../shared/entities'
import { findInCatalogue } from './catalogue'
import { withExpectations } from './expected-speed'
import { recommendModel } from './recommend'

const gigabyte = 1024 ** 3
const machine = (gpus: readonly Partial<Gpu>[], platform = 'linux') => ({
  platform,
  arch: platform === 'darwin' ? 'arm64' : 'x64',
  memoryBytes: 32 * gigabyte,
  gpus: gpus.map(
    (gpu): Gpu => ({
      name: 'A card',
      vendor: 'nvidia',
      memoryBytes: 24 * gigabyte,
      unified: false,
      source: 'nvidia-smi',
      ...gpu,
    }),
  ),
})

function speedOn(report: ReturnType<typeof machine>) {
  const { tokensPerSecond } = withExpectations(report, recommendModel(report))
  if (tokensPerSecond === undefined) throw new Error('Nothing is expected.')
  return tokensPerSecond
}

describe('what is expected of the recommended model', () => {
  it('is its real size, and a range that holds what such machines were measured at', () => {
    const report = machine([{}])
    const { model, sizeBytes } = withExpectations(report, recommendModel(report))
    expect(sizeBytes).toBe(findInCatalogue(model)?.sizeBytes)
    // A 14B model at four bits writes 60 tokens a second on an RTX 3090.
    const { atLeast, atMost } = speedOn(report)
    expect(atLeast).toBeLessThan(60)
    expect(atMost).toBeGreaterThan(60)
  })

  it('goes by the main memory where the processor does the work, however fast the card is', () => {
    const small = machine([{ memoryBytes: 2 * gigabyte }])
    expect(speedOn(small)).toEqual(speedOn(machine([])))
  })

  it('knows machines whose memory is shared by what they are called', () => {
    const apple = (name: string) =>
      speedOn(machine([{ name, vendor: 'apple', unified: true, memoryBytes: 64 * gigabyte }], 'darwin'))
    expect(apple('Apple M2 Ultra').atLeast).toBeGreaterThan(apple('Apple M2 Pro').atMost)
    expect(apple('Apple M1').atMost).toBeLessThan(apple('Apple M1 Pro').atLeast)
  })

  it('goes by the smallest of several cards, not by their sum', () => {
    const two = machine([{ memoryBytes: 12 * gigabyte }, { memoryBytes: 12 * gigabyte }])
    expect(speedOn(two).atMost).toBeLessThan(speedOn(machine([{}])).atMost)
  })
})
