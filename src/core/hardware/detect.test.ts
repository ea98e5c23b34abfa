import { describe, expect, it } from 'vitest'
import { hardwareReport } from '../../shared/entities'
import { detectHardware } from './detect'
import * as amd from './fixtures/amd'
import { ioregM4Pro } from './fixtures/apple'
import * as controllers from './fixtures/controllers'
import * as nvidia from './fixtures/nvidia'
import { failed, gigabyte, pciDevice, type ScriptedMachine, scripted, timedOut } from './fixtures/scripted'

const mebibyte = 1024 ** 2

const nvidiaCard = pciDevice('0000:01:00.0', { class: '0x030000', vendor: '0x10de', device: '0x2504' })
const intelGraphics = pciDevice('0000:00:02.0', { class: '0x030000', vendor: '0x8086', device: '0x46a6' })
const radeonCard = pciDevice('0000:03:00.0', {
  class: '0x030000',
  vendor: '0x1002',
  device: '0x744c',
  mem_info_vram_total: '25753026560',
})

interface Expected {
  gpus: [name: string, memoryBytes: number | null, source: string][]
  model: string
  warnings?: RegExp[]
}

const machines: Record<string, [ScriptedMachine, Expected]> = {
  'gaming PC with an RTX 3060': [
    { tools: { 'nvidia-smi': nvidia.rtx3060 }, files: nvidiaCard },
    { gpus: [['NVIDIA GeForce RTX 3060', 12288 * mebibyte, 'nvidia-smi']], model: 'qwen2.5:3b' },
  ],
  'RTX 4090': [
    { tools: { 'nvidia-smi': nvidia.rtx4090 } },
    { gpus: [['NVIDIA GeForce RTX 4090', 24564 * mebibyte, 'nvidia-smi']], model: 'qwen2.5:14b' },
  ],
  'Windows with an RTX 5090': [
    { platform: 'win32', tools: { 'nvidia-smi': nvidia.rtx5090Windows } },
    { gpus: [['NVIDIA GeForce RTX 5090', 32607 * mebibyte, 'nvidia-smi']], model: 'qwen2.5:14b' },
  ],
  'server with two A100 80 GB': [
    { tools: { 'nvidia-smi': nvidia.twoA100 } },
    {
      gpus: [
        ['NVIDIA A100-SXM4-80GB', 81920 * mebibyte, 'nvidia-smi'],
        ['NVIDIA A100-SXM4-80GB', 81920 * mebibyte, 'nvidia-smi'],
      ],
      model: 'qwen2.5:72b',
    },
  ],
  'Linux laptop with hybrid graphics': [
    {
      tools: { 'nvidia-smi': nvidia.rtx3050TiLaptop, lspci: amd.lspciDesktop },
      files: { ...nvidiaCard, ...intelGraphics },
    },
    {
      gpus: [
        ['NVIDIA GeForce RTX 3050 Ti Laptop GPU', 4096 * mebibyte, 'nvidia-smi'],
        ['Intel Iris Xe Graphics', 0, 'sysfs'],
      ],
      model: 'qwen2.5:1.5b',
    },
  ],
  'Windows laptop whose driver has no nvidia-smi': [
    { platform: 'win32', graphics: async () => controllers.windowsHybridLaptop },
    {
      gpus: [
        ['NVIDIA GeForce RTX 3050 Ti Laptop GPU', 4096 * mebibyte, 'systeminformation'],
        ['Intel(R) Iris(R) Xe Graphics', 0, 'systeminformation'],
      ],
      model: 'qwen2.5:1.5b',
    },
  ],
  'Windows with a Radeon': [
    { platform: 'win32', graphics: async () => controllers.windowsRadeon },
    {
      gpus: [
        ['AMD Radeon RX 6700 XT', 12272 * mebibyte, 'systeminformation'],
        ['AMD Radeon(TM) Graphics', 512 * mebibyte, 'systeminformation'],
      ],
      model: 'qwen2.5:3b',
    },
  ],
  'RX 7900 XTX under ROCm 5': [
    { tools: { 'rocm-smi': amd.rocm5Rx7900Xtx }, files: radeonCard },
    { gpus: [['Radeon RX 7900 XTX', 25753026560, 'rocm-smi']], model: 'qwen2.5:14b' },
  ],
  'RX 7900 XTX beside built-in graphics under ROCm 6': [
    { tools: { 'rocm-smi': amd.rocm6Rx7900Xtx } },
    {
      gpus: [
        ['Radeon RX 7900 XTX', 25753026560, 'rocm-smi'],
        ['Raphael', 536870912, 'rocm-smi'],
      ],
      model: 'qwen2.5:14b',
    },
  ],
  'ROCm 7 without rocm-smi': [
    { tools: { 'amd-smi': amd.amdSmiList } },
    { gpus: [['AMD Instinct MI210', 65520 * mebibyte, 'amd-smi']], model: 'qwen2.5:32b' },
  ],
  'Radeon with nothing of ROCm installed': [
    { tools: { lspci: amd.lspciDesktop }, files: radeonCard },
    { gpus: [['AMD Radeon RX 7900 XTX', 25753026560, 'sysfs']], model: 'qwen2.5:14b' },
  ],
  'Radeon whose rocm-smi is broken': [
    { tools: { 'rocm-smi': failed(amd.rocmNoDriver, 1) }, files: radeonCard },
    {
      gpus: [['AMD GPU (1002:744c)', 25753026560, 'sysfs']],
      model: 'qwen2.5:14b',
      warnings: [/^rocm-smi listed no GPU: .*Driver not initialized/],
    },
  ],
  'Radeon whose memory rocm-smi does not tell': [
    { tools: { 'rocm-smi': '{"card0": {"Card Series": "Radeon RX 7900 XTX"}}' }, files: radeonCard },
    { gpus: [['AMD GPU (1002:744c)', 25753026560, 'sysfs']], model: 'qwen2.5:14b' },
  ],
  'MacBook Air M1 8 GB': [
    { platform: 'darwin', arch: 'arm64', cpu: 'Apple M1', memoryGigabytes: 8 },
    { gpus: [['Apple M1', 8 * gigabyte, 'unified-memory']], model: 'qwen2.5:1.5b' },
  ],
  'Mac mini M4 Pro 64 GB, this process translated': [
    {
      platform: 'darwin',
      arch: 'x64',
      cpu: 'Apple M4 Pro',
      memoryGigabytes: 64,
      tools: { ioreg: ioregM4Pro },
    },
    { gpus: [['Apple M4 Pro', 64 * gigabyte, 'unified-memory']], model: 'qwen2.5:14b' },
  ],
  'Intel Mac': [
    {
      platform: 'darwin',
      cpu: 'Intel(R) Core(TM) i9-9980HK CPU @ 2.40GHz',
      graphics: async () => controllers.intelMac,
    },
    {
      gpus: [
        ['AMD Radeon Pro 5500M', 8192 * mebibyte, 'systeminformation'],
        ['Intel UHD Graphics 630', 0, 'systeminformation'],
      ],
      model: 'qwen2.5:1.5b',
    },
  ],
  'DGX Spark': [
    { arch: 'arm64', memoryGigabytes: 120, tools: { 'nvidia-smi': nvidia.gb10 }, files: nvidiaCard },
    { gpus: [['NVIDIA GB10', 120 * gigabyte, 'nvidia-smi']], model: 'qwen2.5:32b' },
  ],
  'N1X, which names only the part it has set aside': [
    { arch: 'arm64', memoryGigabytes: 64, tools: { 'nvidia-smi': nvidia.n1x } },
    { gpus: [['NVIDIA N1X', 64 * gigabyte, 'nvidia-smi']], model: 'qwen2.5:14b' },
  ],
  'ARM machine with a chip too new to be known by name': [
    { arch: 'arm64', memoryGigabytes: 64, tools: { 'nvidia-smi': 'NVIDIA GB77, [N/A], [N/A], 0\n' } },
    { gpus: [['NVIDIA GB77', 64 * gigabyte, 'nvidia-smi']], model: 'qwen2.5:14b' },
  ],
  'card on a PC whose driver cannot read its memory': [
    { tools: { 'nvidia-smi': nvidia.teslaNotSupported } },
    {
      gpus: [['Tesla K20Xm', null, 'nvidia-smi']],
      model: 'qwen2.5:1.5b',
      warnings: [/^Tesla K20Xm does not tell how much memory it has/],
    },
  ],
  'A100 divided by MIG': [
    { tools: { 'nvidia-smi': nvidia.a100Mig } },
    { gpus: [['NVIDIA A100-PCIE-40GB', 40960 * mebibyte, 'nvidia-smi']], model: 'qwen2.5:14b' },
  ],
  'Raspberry Pi 5': [
    {
      arch: 'arm64',
      cpu: 'unknown',
      cores: 4,
      memoryGigabytes: 8,
      cpuInformation: async () => ({ manufacturer: 'Broadcom', brand: 'BCM2712', physicalCores: 4 }),
    },
    { gpus: [], model: 'qwen2.5:1.5b' },
  ],
  'virtual machine on Windows': [
    { platform: 'win32', memoryGigabytes: 4, graphics: async () => controllers.virtualMachine },
    { gpus: [], model: 'qwen2.5:0.5b' },
  ],
  'virtual machine on Linux': [
    {
      files: {
        ...pciDevice('0000:00:01.0', { class: '0x030000', vendor: '0x1234', device: '0x1111' }),
        ...pciDevice('0000:00:02.0', { class: '0x038000', vendor: '0x1af4', device: '0x1050' }),
        ...pciDevice('0000:00:03.0', { class: '0x020000', vendor: '0x8086', device: '0x100e' }),
        // An Intel NPU: an accelerator that is no GPU.
        ...pciDevice('0000:00:0b.0', { class: '0x120000', vendor: '0x8086', device: '0x7d1d' }),
      },
    },
    { gpus: [], model: 'qwen2.5:1.5b' },
  ],
  'NVIDIA card without its driver': [
    { files: nvidiaCard },
    {
      gpus: [['NVIDIA GPU (10de:2504)', null, 'sysfs']],
      model: 'qwen2.5:1.5b',
      warnings: [/is there but its driver is not: install NVIDIA's driver/],
    },
  ],
  'NVIDIA driver that does not answer': [
    { tools: { 'nvidia-smi': failed(nvidia.driverNotRunning) } },
    { gpus: [], model: 'qwen2.5:1.5b', warnings: [/NVIDIA's driver does not answer/] },
  ],
  'NVIDIA driver updated but not restarted': [
    { tools: { 'nvidia-smi': failed(nvidia.versionMismatch, 18) } },
    { gpus: [], model: 'qwen2.5:1.5b', warnings: [/restart the machine/] },
  ],
  'one of two cards lost': [
    { tools: { 'nvidia-smi': failed(nvidia.oneCardLost, 15) } },
    {
      gpus: [['NVIDIA GeForce RTX 3090', 24576 * mebibyte, 'nvidia-smi']],
      model: 'qwen2.5:14b',
      warnings: [/Unable to determine the device handle/],
    },
  ],
  'nvidia-smi with nothing to say': [
    { tools: { 'nvidia-smi': '' } },
    { gpus: [], model: 'qwen2.5:1.5b', warnings: [/listed no GPU and gave no reason/] },
  ],
  'nvidia-smi printing garbage': [
    { tools: { 'nvidia-smi': nvidia.garbage } },
    { gpus: [], model: 'qwen2.5:1.5b', warnings: [/^nvidia-smi listed no GPU: PK/] },
  ],
  'nvidia-smi that hangs, on Windows': [
    {
      platform: 'win32',
      tools: { 'nvidia-smi': timedOut },
      graphics: async () => controllers.windowsHybridLaptop,
    },
    { gpus: [], model: 'qwen2.5:1.5b', warnings: [/did not answer within 3 seconds/] },
  ],
  'Windows whose old interface caps the figure': [
    { platform: 'win32', graphics: async () => controllers.windowsCapped },
    {
      gpus: [['AMD Radeon RX 7900 XT', null, 'systeminformation']],
      model: 'qwen2.5:1.5b',
      warnings: [/RX 7900 XT does not tell how much memory it has/],
    },
  ],
  'systeminformation throwing at every question': [
    {
      platform: 'win32',
      cpuInformation: () => {
        throw new Error('no PowerShell')
      },
      graphics: () => Promise.reject(new Error('no PowerShell')),
    },
    {
      gpus: [],
      model: 'qwen2.5:1.5b',
      warnings: [/physical processor cores/, /did not list its graphics cards: no PowerShell/],
    },
  ],
}

describe('detectHardware', () => {
  it.each(Object.entries(machines))('%s', async (_name, [machine, expected]) => {
    const report = await detectHardware(scripted(machine))
    expect(report.gpus.map(gpu => [gpu.name, gpu.memoryBytes, gpu.source])).toEqual(expected.gpus)
    expect(report.recommendation.model).toBe(expected.model)
    expect(report.warnings).toEqual((expected.warnings ?? []).map(warning => expect.stringMatching(warning)))
    expect(hardwareReport.parse(report)).toEqual(report)
  })

  it('names the processor and its cores', async () => {
    const desktop = await detectHardware(scripted({ cpu: 'AMD Ryzen 7 5800X', cores: 16 }))
    expect(desktop.cpu).toEqual({ name: 'AMD Ryzen 7 5800X', physicalCores: 8, logicalCores: 16 })
    const [pi] = machines['Raspberry Pi 5'] ?? []
    expect((await detectHardware(scripted(pi ?? {}))).cpu).toEqual({
      name: 'Broadcom BCM2712',
      physicalCores: 4,
      logicalCores: 4,
    })
    const strange = { physicalCores: Number.NaN, brand: 7 }
    const unknown = await detectHardware(scripted({ cpu: '', cores: 2, cpuInformation: async () => strange }))
    expect(unknown.cpu).toEqual({ name: 'Unknown processor', physicalCores: 2, logicalCores: 2 })
  })

  it('never runs a bare name on Windows, where the current directory would be searched first', async () => {
    const machine = scripted({ platform: 'win32' })
    await detectHardware(machine)
    expect(machine.commands).toEqual([
      'C:\\Windows\\System32\\nvidia-smi.exe',
      'C:\\Program Files\\NVIDIA Corporation\\NVSMI\\nvidia-smi.exe',
    ])
  })

  it('asks no vendor tool on an Apple chip', async () => {
    const machine = scripted({ platform: 'darwin', arch: 'arm64', cpu: 'Apple M1' })
    await detectHardware(machine)
    expect(machine.commands).toEqual(['ioreg'])
  })

  it('returns at once when it is cancelled, though a probe never answers', async () => {
    const never = () => new Promise<never>(() => {})
    const machine = scripted({ platform: 'win32', cpuInformation: never, graphics: never })
    const controller = new AbortController()
    const running = detectHardware({ ...machine, signal: controller.signal })
    controller.abort()
    expect((await running).warnings).toEqual([])
  })

  it('detects the machine that runs this test', async () => {
    const startedAt = performance.now()
    const report = await detectHardware()
    expect(hardwareReport.safeParse(report).error).toBeUndefined()
    expect(report.memoryBytes).toBeGreaterThan(gigabyte / 4)
    expect(report.cpu.logicalCores).toBeGreaterThanOrEqual(report.cpu.physicalCores)
    expect(report.platform).toBe(process.platform)
    // The longest any probe may take, and a little for a loaded machine.
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })
})
