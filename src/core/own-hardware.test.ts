import { describe, expect, it } from 'vitest'
import type { HardwareReport } from '../shared/entities'
import { createOwnHardware } from './own-hardware'

const report: HardwareReport = {
  platform: 'linux',
  arch: 'x64',
  hostname: 'tower',
  cpu: { name: 'CPU', physicalCores: 4, logicalCores: 8 },
  memoryBytes: 64,
  gpus: [],
  recommendation: { model: 'qwen2.5:1.5b', usableBytes: 32, reason: 'It has no GPU.' },
  warnings: [],
}

describe('this machine', () => {
  it('is looked at once, by whoever asks first, and tells when its memory is known', async () => {
    let looks = 0
    let told = 0
    const detection = Promise.withResolvers<HardwareReport>()
    const own = createOwnHardware(
      () => {
        told += 1
      },
      () => {
        looks += 1
        return detection.promise
      },
    )
    expect(looks).toBe(0)
    expect(own.memory()).toBeNull()
    expect(own.memory()).toBeNull()
    detection.resolve(report)
    expect(await own.report()).toBe(report)
    expect(own.memory()).toEqual({ vramBytes: 0, ramBytes: 64, unified: false })
    expect(looks).toBe(1)
    expect(told).toBe(1)
  })

  it('is no longer looked at after the stop, and has not less because of it', async () => {
    let told = 0
    const own = createOwnHardware(
      () => {
        told += 1
      },
      ({ signal } = {}) =>
        new Promise(resolve => signal?.addEventListener('abort', () => resolve(report), { once: true })),
    )
    const asked = own.report()
    own.stop()
    expect(await asked).toBe(report)
    expect(own.memory()).toBeNull()
    expect(told).toBe(0)
  })
})
