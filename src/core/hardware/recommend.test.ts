import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Gpu } from '../../shared/entities'
import { gigabyte } from './fixtures/scripted'
import { type ModelFamily, qwen25 } from './model-table'
import { type RecommendationInput, recommendModel } from './recommend'

function card(gigabytes: number | null, overrides: Partial<Gpu> = {}): Gpu {
  return {
    name: 'NVIDIA GeForce RTX 4090',
    vendor: 'nvidia',
    memoryBytes: gigabytes === null ? null : Math.round(gigabytes * gigabyte),
    unified: false,
    source: 'nvidia-smi',
    ...overrides,
  }
}

function unified(gigabytes: number): Gpu {
  return card(gigabytes, { name: 'Apple M4 Pro', vendor: 'apple', unified: true, source: 'unified-memory' })
}

function machine(gpus: Gpu[], memoryGigabytes = 32, platform = 'linux', arch = 'x64'): RecommendationInput {
  return { platform, arch, memoryBytes: Math.round(memoryGigabytes * gigabyte), gpus }
}

/** The fewest bytes of which `percent` is at least the row's need. */
const leastBytes = (gigabytes: number, percent: number) => Math.ceil((gigabytes * gigabyte * 100) / percent)

const rows = [
  { needs: 80, model: 'qwen2.5:72b', below: 'qwen2.5:32b' },
  { needs: 40, model: 'qwen2.5:32b', below: 'qwen2.5:14b' },
  { needs: 20, model: 'qwen2.5:14b', below: 'qwen2.5:7b' },
  { needs: 12, model: 'qwen2.5:7b', below: 'qwen2.5:3b' },
  { needs: 6, model: 'qwen2.5:3b', below: 'qwen2.5:1.5b' },
]

describe('recommendModel at its thresholds', () => {
  it.each(rows)('$model begins at $needs GB usable of video memory', ({ needs, model, below }) => {
    const bytes = leastBytes(needs, 85)
    const at = recommendModel(machine([card(0, { memoryBytes: bytes })]))
    expect(at.model).toBe(model)
    expect(at.usableBytes).toBeGreaterThanOrEqual(needs * gigabyte)
    expect(recommendModel(machine([card(0, { memoryBytes: bytes - 2 })])).model).toBe(below)
  })

  it.each(rows)('$model begins at $needs GB usable of unified memory', ({ needs, model, below }) => {
    const bytes = leastBytes(needs, 60)
    const apple = (memoryBytes: number) =>
      recommendModel(machine([{ ...unified(0), memoryBytes }], 1, 'darwin', 'arm64')).model
    expect(apple(bytes)).toBe(model)
    expect(apple(bytes - 2)).toBe(below)
  })

  it('the smallest two rows, on a machine whose main memory is no help', () => {
    const bytes = leastBytes(3, 85)
    expect(recommendModel(machine([card(0, { memoryBytes: bytes })], 2)).model).toBe('qwen2.5:1.5b')
    expect(recommendModel(machine([card(0, { memoryBytes: bytes - 2 })], 2)).model).toBe('qwen2.5:0.5b')
  })

  it('counts GiB: a card sold with 24 GB has 20.4 usable, and one sold with 80 GB has 68', () => {
    expect(recommendModel(machine([card(24564 / 1024)])).model).toBe('qwen2.5:14b')
    expect(recommendModel(machine([card(80)])).model).toBe('qwen2.5:32b')
  })
})

describe('several GPUs', () => {
  it('of one vendor count together', () => {
    const { model, usableBytes, reason } = recommendModel(machine([card(24), card(24)]))
    expect(model).toBe('qwen2.5:32b')
    expect(usableBytes).toBe(Math.floor((48 * gigabyte * 85) / 100))
    expect(reason).toBe(
      '2 × NVIDIA GeForce RTX 4090 has 48 GB of video memory; the 85 % of it that a model may use has room for qwen2.5:32b.',
    )
  })

  it('of two vendors do not', () => {
    const radeon = card(16, { name: 'AMD Radeon RX 7800 XT', vendor: 'amd', source: 'rocm-smi' })
    const { model, reason } = recommendModel(machine([card(12), radeon]))
    expect(model).toBe('qwen2.5:7b')
    expect(reason).toContain('AMD Radeon RX 7800 XT has 16 GB')
  })

  it('built into the processor, or silent about their memory, do not count', () => {
    const integrated = card(0, { name: 'Intel Iris Xe Graphics', vendor: 'intel', source: 'sysfs' })
    const carveOut = card(0.5, { name: 'AMD Radeon Graphics', vendor: 'amd', source: 'sysfs' })
    const unknown = card(64, {
      name: 'Moore Threads MTT S4000',
      vendor: 'other',
      source: 'systeminformation',
    })
    const silent = card(null)
    const { model, reason } = recommendModel(machine([integrated, carveOut, unknown, silent], 64))
    expect(model).toBe('qwen2.5:1.5b')
    expect(reason).toContain('No GPU that a model can use was found')
  })
})

describe('no GPU to speak of', () => {
  it.each([
    [2, 'qwen2.5:0.5b'],
    [5.9, 'qwen2.5:0.5b'],
    [6, 'qwen2.5:1.5b'],
    [16, 'qwen2.5:1.5b'],
    [512, 'qwen2.5:1.5b'],
  ])('%d GB of main memory: half of it, and no model that would crawl', (memory, model) => {
    const recommendation = recommendModel(machine([], memory))
    expect(recommendation.model).toBe(model)
    expect(recommendation.usableBytes).toBe(Math.floor((Math.round(memory * gigabyte) * 50) / 100))
  })

  it('says whether room or speed set the limit', () => {
    expect(recommendModel(machine([], 8)).reason).toContain('half of the 8 GB of main memory is room for')
    expect(recommendModel(machine([], 64)).reason).toContain('largest that still answers quickly')
  })

  it('a GPU too small for more than the smallest model leaves the work to the processor', () => {
    const small = card(2, { name: 'NVIDIA GeForce MX150' })
    const { model, reason } = recommendModel(machine([small], 16))
    expect(model).toBe('qwen2.5:1.5b')
    expect(reason).toContain('NVIDIA GeForce MX150 has only 2 GB')
  })

  it('an Intel Mac has none, since no engine uses its card', () => {
    const radeon = card(8, { name: 'AMD Radeon Pro 5500M', vendor: 'amd', source: 'systeminformation' })
    expect(recommendModel(machine([radeon], 32, 'darwin', 'x64')).model).toBe('qwen2.5:1.5b')
    expect(recommendModel(machine([radeon], 32, 'linux', 'x64')).model).toBe('qwen2.5:3b')
  })
})

describe('in general', () => {
  const size = (model: string) => Number(/([0-9.]+)b$/.exec(model)?.[1])

  it('more memory, or a GPU more, never leads to a smaller model', () => {
    const gigabytes = fc.double({ min: 0, max: 256, noNaN: true })
    fc.assert(
      fc.property(gigabytes, gigabytes, gigabytes, (memory, video, more) => {
        const without = size(recommendModel(machine([], memory)).model)
        const withCard = size(recommendModel(machine([card(video)], memory)).model)
        const larger = size(recommendModel(machine([card(video + more)], memory + more)).model)
        const two = size(recommendModel(machine([card(video), card(more)], memory)).model)
        expect(withCard).toBeGreaterThanOrEqual(without)
        expect(larger).toBeGreaterThanOrEqual(withCard)
        expect(two).toBeGreaterThanOrEqual(withCard)
      }),
    )
  })

  it('another family is another table', () => {
    const family: ModelFamily = {
      name: 'example',
      choices: [
        { model: 'example:8b', minimumUsableGigabytes: 8 },
        { model: 'example:1b', minimumUsableGigabytes: 0 },
      ],
      largestWithoutGpu: 'example:1b',
    }
    expect(recommendModel(machine([card(24)]), family).model).toBe('example:8b')
    expect(recommendModel(machine([], 64), family).model).toBe('example:1b')
  })

  it('the table is in order and ends with a model for every machine', () => {
    const needs = qwen25.choices.map(choice => choice.minimumUsableGigabytes)
    expect(needs).toEqual(needs.toSorted((a, b) => b - a))
    expect(needs.at(-1)).toBe(0)
    expect(qwen25.choices.map(choice => choice.model)).toContain(qwen25.largestWithoutGpu)
  })
})
