import { describe, expect, it } from 'vitest'
import type { Gpu } from '../../shared/entities'
import { gigabyte } from './fixtures/scripted'
import { recommendCompanions } from './recommend-companions'

const machine = (videoGigabytes: number | null, memoryGigabytes = 32) => {
  const gpu: Gpu = {
    name: 'NVIDIA GeForce RTX 4090',
    vendor: 'nvidia',
    memoryBytes: (videoGigabytes ?? 0) * gigabyte,
    unified: false,
    source: 'nvidia-smi',
  }
  return {
    platform: 'linux',
    arch: 'x64',
    memoryBytes: memoryGigabytes * gigabyte,
    gpus: videoGigabytes === null ? [] : [gpu],
  }
}

const named = (purpose: string, video: number | null, memory?: number) =>
  recommendCompanions(machine(video, memory)).find(companion => companion.purpose === purpose)?.model

describe('recommendCompanions', () => {
  it.each([
    [32, 'gemma3:27b'],
    [16, 'gemma3:12b'],
    [10, 'qwen3.5:9b'],
    [6, 'gemma3:4b'],
  ])('a card of %d GB looks at images with %s', (video, model) => {
    expect(named('vision', video)).toBe(model)
  })

  it('names none for images where only the processor could look at them', () => {
    expect(named('vision', null, 128)).toBeUndefined()
  })

  it('names a small one for vectors where room is scarce, a larger one where it is not', () => {
    expect(named('embeddings', null, 4)).toBe('nomic-embed-text:latest')
    expect(named('embeddings', 24, 64)).toBe('bge-m3:latest')
  })
})
