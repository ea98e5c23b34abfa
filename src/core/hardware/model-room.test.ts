import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Gpu } from '../../shared/entities'
import { learnUse, machineMemory, memoryOfPeer, roomOf } from './model-room'
import { bytesPerGigabyte as gigabyte } from './model-table'

const card = (gigabytes: number, changes: Partial<Gpu> = {}): Gpu => ({
  name: 'NVIDIA GeForce RTX 4090',
  vendor: 'nvidia',
  memoryBytes: gigabytes * gigabyte,
  unified: false,
  source: 'nvidia-smi',
  ...changes,
})
const report = (gpus: Gpu[], memory = 64, platform = 'linux', arch = 'x64') => ({
  platform,
  arch,
  memoryBytes: memory * gigabyte,
  gpus,
})
const loaded = (size: number | null, onGpu: number | null) => ({
  sizeBytes: size === null ? null : size * gigabyte,
  vramBytes: onGpu === null ? null : onGpu * gigabyte,
})

describe('machineMemory', () => {
  it('counts cards of one vendor together and leaves the weaker ones of another out', () => {
    const radeon = card(16, { vendor: 'amd', name: 'Radeon' })
    expect(machineMemory(report([card(12), card(12), radeon]))).toEqual({
      vramBytes: 24 * gigabyte,
      ramBytes: 64 * gigabyte,
      unified: false,
    })
  })

  it('says of a shared memory that both are the same one', () => {
    const apple = card(32, { vendor: 'apple', unified: true, source: 'unified-memory' })
    const memory = machineMemory(report([apple], 32, 'darwin', 'arm64'))
    expect(memory).toMatchObject({ vramBytes: memory.ramBytes, unified: true })
    expect(memoryOfPeer(memory)).toEqual(memory)
    expect(roomOf(memory, null)).toMatchObject({ gpuKnown: Math.floor(32 * gigabyte * 0.6), memoryKnown: 0 })
  })

  it('says of a machine without a GPU that it has none, not that nobody knows', () => {
    expect(machineMemory(report([]))).toEqual({ vramBytes: 0, ramBytes: 64 * gigabyte, unified: false })
  })
})

describe('what a bare server shows of its machine', () => {
  it('is at least what lies on its GPU', () => {
    const seen = learnUse(null, [loaded(10, 10), loaded(4, 4)])
    expect(roomOf(null, seen).gpu).toEqual({ atLeast: 14 * gigabyte, atMost: null })
    expect(roomOf(null, seen)).toMatchObject({ gpuKnown: null, memoryKnown: null })
  })

  it('is less than a model that spilled', () => {
    const spilled = learnUse(null, [loaded(30, 22)])
    expect(roomOf(null, spilled).gpu).toEqual({ atLeast: 22 * gigabyte, atMost: 30 * gigabyte })
  })

  it('is no GPU when nothing ever lies on one', () => {
    const seen = learnUse(null, [loaded(5, 0)])
    expect(roomOf(null, seen)).toMatchObject({
      gpu: { atLeast: 0, atMost: 0 },
      all: { atLeast: 5 * gigabyte, atMost: null },
    })
  })

  it('grows when a larger card is put in', () => {
    const before = learnUse(null, [loaded(30, 22)])
    const after = learnUse(before, [loaded(40, 40)])
    expect(roomOf(null, after).gpu).toEqual({ atLeast: 40 * gigabyte, atMost: null })
  })

  it('is nothing when a server does not tell sizes', () => {
    expect(learnUse(null, [loaded(null, null)])).toBeNull()
    const seen = learnUse(null, [loaded(4, 4)])
    expect(learnUse(seen, [])).toBe(seen)
  })

  it('widens what is known: a card holds what it was seen to hold', () => {
    const seen = learnUse(null, [loaded(23, 23)])
    const { gpu } = roomOf({ vramBytes: 24 * gigabyte, ramBytes: 64 * gigabyte, unified: false }, seen)
    expect(gpu.atLeast).toBe(23 * gigabyte)
  })

  it('never leaves bounds that cross, whatever was seen', () => {
    const sizes = fc.integer({ min: 0, max: 2 ** 45 })
    const looks = fc.array(fc.array(fc.record({ sizeBytes: sizes, vramBytes: sizes }), { maxLength: 4 }), {
      maxLength: 6,
    })
    const memories = fc.option(
      fc.record({
        vramBytes: fc.option(sizes, { nil: null }),
        ramBytes: fc.option(sizes, { nil: null }),
        unified: fc.boolean(),
      }),
      { nil: null },
    )
    fc.assert(
      fc.property(looks, memories, (seen, memory) => {
        const use = seen.reduce<ReturnType<typeof learnUse>>((before, look) => learnUse(before, look), null)
        const { gpu, all } = roomOf(memory, use)
        if (gpu.atMost !== null) expect(gpu.atMost).toBeGreaterThanOrEqual(gpu.atLeast)
        if (all.atMost !== null) expect(all.atMost).toBeGreaterThanOrEqual(all.atLeast)
        expect(all.atLeast).toBeGreaterThanOrEqual(gpu.atLeast)
      }),
    )
  })
})
