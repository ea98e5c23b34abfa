import { describe, expect, it } from 'vitest'
import { rocm6Rx7900Xtx } from './fixtures/amd'
import { ioregM4Pro, vmStat } from './fixtures/apple'
import * as nvidia from './fixtures/nvidia'
import { failed, gigabyte, pciDevice, scripted, timedOut } from './fixtures/scripted'
import { createResourceMonitor } from './resource-monitor'
import { createResourceSources } from './resource-sources'

const { signal } = new AbortController()
const mebibyte = 1024 ** 2
const radeon = pciDevice('0000:03:00.0', {
  class: '0x030000',
  vendor: '0x1002',
  device: '0x744c',
  mem_info_vram_total: String(24 * gigabyte),
  mem_info_vram_used: String(3 * gigabyte),
  gpu_busy_percent: '41',
})

describe('memory', () => {
  it('is what the system calls available taken from the whole', async () => {
    const sources = createResourceSources(scripted({ memoryGigabytes: 16 }))
    expect(await sources.memory(signal)).toEqual({ totalBytes: 16 * gigabyte, usedBytes: 8 * gigabyte })
  })

  it('does not count the file cache of macOS, and does without vm_stat', async () => {
    const tools: Record<string, string> = { vm_stat: vmStat }
    const sources = createResourceSources(scripted({ platform: 'darwin', memoryGigabytes: 16, tools }))
    expect((await sources.memory(signal)).usedBytes).toBe(350_000 * 16_384)
    delete tools.vm_stat
    expect((await sources.memory(signal)).usedBytes).toBe(8 * gigabyte)
  })
})

describe('live GPU figures', () => {
  it('of NVIDIA come from nvidia-smi; one lost in between keeps its place without figures', async () => {
    const tools: Record<string, string | typeof timedOut> = { 'nvidia-smi': nvidia.rtx3060 }
    const read = createResourceSources(scripted({ tools })).createGpuReader()
    const gpu = { name: 'NVIDIA GeForce RTX 3060', memoryTotalBytes: 12288 * mebibyte }
    const live = { ...gpu, load: 0.03, memoryUsedBytes: 811 * mebibyte }
    expect(await read(signal)).toEqual({ type: 'read', gpus: [live] })
    tools['nvidia-smi'] = failed(nvidia.driverNotRunning)
    expect(await read(signal)).toEqual({ type: 'failed' })
    tools['nvidia-smi'] = nvidia.rtx3060
    expect(await read(signal)).toEqual({ type: 'read', gpus: [live] })
  })

  it('of AMD come from the kernel, without a process for each reading', async () => {
    const machine = scripted({ files: radeon, tools: { 'rocm-smi': rocm6Rx7900Xtx } })
    const read = createResourceSources(machine).createGpuReader()
    const live = { load: 0.41, memoryUsedBytes: 3 * gigabyte, memoryTotalBytes: 24 * gigabyte }
    expect(await read(signal)).toEqual({ type: 'read', gpus: [{ name: 'AMD GPU (1002:744c)', ...live }] })
    const before = machine.commands.length
    await read(signal)
    expect(machine.commands).toHaveLength(before)
    expect(machine.commands).not.toContain('rocm-smi')
  })

  it('of AMD come from rocm-smi where the kernel shows none', async () => {
    const read = createResourceSources(scripted({ tools: { 'rocm-smi': rocm6Rx7900Xtx } })).createGpuReader()
    expect(await read(signal)).toMatchObject({ type: 'read', gpus: [{ load: 0.99 }, { load: 0 }] })
  })

  it('of one vendor stay when the tool of another hangs, whose GPU keeps its place', async () => {
    const tools: Record<string, string | typeof timedOut> = { 'nvidia-smi': nvidia.rtx3060 }
    const read = createResourceSources(scripted({ tools, files: radeon })).createGpuReader()
    expect(await read(signal)).toMatchObject({ gpus: [{ load: 0.41 }, { load: 0.03 }] })
    tools['nvidia-smi'] = timedOut
    expect(await read(signal)).toMatchObject({
      type: 'read',
      gpus: [
        { load: 0.41 },
        {
          name: 'NVIDIA GeForce RTX 3060',
          load: null,
          memoryUsedBytes: null,
          memoryTotalBytes: 12288 * mebibyte,
        },
      ],
    })
  })

  it('of Apple are those of the accelerator over the whole memory', async () => {
    const machine = { platform: 'darwin', arch: 'arm64', cpu: 'Apple M4 Pro', memoryGigabytes: 64 } as const
    const read = createResourceSources(
      scripted({ ...machine, tools: { ioreg: ioregM4Pro } }),
    ).createGpuReader()
    expect(await read(signal)).toEqual({
      type: 'read',
      gpus: [
        { name: 'Apple M4 Pro', load: 0.16, memoryUsedBytes: 2363801600, memoryTotalBytes: 64 * gigabyte },
      ],
    })
  })

  it('of unified NVIDIA memory count the machine, without a figure in use', async () => {
    const machine = { arch: 'arm64', memoryGigabytes: 120, tools: { 'nvidia-smi': nvidia.gb10 } }
    const read = createResourceSources(scripted(machine)).createGpuReader()
    expect(await read(signal)).toMatchObject({
      gpus: [{ load: 0.04, memoryUsedBytes: null, memoryTotalBytes: 120 * gigabyte }],
    })
  })

  it('are given up where no tool is there, which is asked for once', async () => {
    const machine = scripted({})
    const read = createResourceSources(machine).createGpuReader()
    expect(await read(signal)).toEqual({ type: 'none' })
    const before = machine.commands.length
    expect(await read(signal)).toEqual({ type: 'none' })
    expect(machine.commands).toHaveLength(before)
  })
})

describe('this machine', () => {
  it('gives a reading with figures that can be true', async () => {
    const controller = new AbortController()
    for await (const reading of createResourceMonitor({ intervalMs: 20 }).watch(controller.signal)) {
      expect(reading.memoryTotalBytes).toBeGreaterThan(gigabyte / 4)
      expect(reading.memoryUsedBytes).toBeLessThanOrEqual(reading.memoryTotalBytes)
      expect(reading.cpuLoad).toBeGreaterThanOrEqual(0)
      expect(reading.cpuLoad).toBeLessThanOrEqual(1)
      controller.abort()
    }
    expect(controller.signal.aborted).toBe(true)
  })
})
