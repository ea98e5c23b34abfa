import type { Gpu } from '../../../shared/entities'
import { isIntegrated } from '../gpu-kind'
import { absent, type GpuSighting, type ProbeOutcome } from '../gpu-sighting'
import type { FileReader, HardwareDependencies } from '../machine'
import { lspciArguments, parseLspci } from '../parsers/lspci'
import { parseBytes, parsePercent } from '../text'

type Dependencies = Pick<HardwareDependencies, 'machine' | 'run' | 'files' | 'signal'>

const directory = '/sys/bus/pci/devices'

/** Virtual machines' adapters and server boards' management chips have other numbers and so drop out here. */
const vendors: Partial<Record<string, Gpu['vendor']>> = {
  '0x10de': 'nvidia',
  '0x1002': 'amd',
  '0x8086': 'intel',
}

interface PciGpu {
  address: string
  vendor: Gpu['vendor']
  /** Vendor and device number, for a card that nothing names. */
  number: string
  /** The next three come from the amdgpu driver alone. */
  memoryBytes: number | null
  memoryUsedBytes: number | null
  load: number | null
}

/** PCI class 03 is displays; 12 is accelerators, which AMD's MI300 reports itself as, among many that are no GPU. */
async function readGpu(files: FileReader, address: string): Promise<PciGpu | null> {
  const field = async (name: string) => (await files.read(`${directory}/${address}/${name}`))?.trim() ?? ''
  const pciClass = await field('class')
  const isDisplay = pciClass.startsWith('0x03')
  if (!isDisplay && !pciClass.startsWith('0x12')) return null
  const [vendorNumber, device, total, used, busy] = await Promise.all(
    ['vendor', 'device', 'mem_info_vram_total', 'mem_info_vram_used', 'gpu_busy_percent'].map(field),
  )
  const vendor = vendors[vendorNumber ?? '']
  if (vendor === undefined || (!isDisplay && total === '')) return null
  return {
    address,
    vendor,
    number: `${vendorNumber}:${device}`.replaceAll('0x', ''),
    memoryBytes: parseBytes(total),
    memoryUsedBytes: parseBytes(used),
    load: parsePercent(busy),
  }
}

async function readGpus(files: FileReader): Promise<PciGpu[]> {
  const addresses = (await files.list(directory)).toSorted()
  const read = await Promise.all(addresses.map(address => readGpu(files, address)))
  return read.filter(gpu => gpu !== null)
}

const makers = { nvidia: 'NVIDIA', amd: 'AMD', intel: 'Intel', apple: 'Apple', other: '' }

function sighting(gpu: PciGpu, soldAs: string | undefined): GpuSighting {
  const name = soldAs ?? `${makers[gpu.vendor]} GPU (${gpu.number})`
  return {
    name,
    vendor: gpu.vendor,
    source: 'sysfs',
    memoryBytes: isIntegrated(gpu.vendor, name) ? 0 : gpu.memoryBytes,
    memoryUsedBytes: gpu.memoryUsedBytes,
    load: gpu.load,
    unified: false,
  }
}

/**
 * Every GPU on the PCI bus as the kernel lists them, with or without a driver, named by lspci where that is installed.
 * Starts no vendor's tool and tells AMD's memory without one. Never rejects.
 *
 * systeminformation is not asked on Linux: it takes a card's PCI window for its memory (256 MB for a 24 GB card without
 * resizable BAR) and runs nvidia-smi synchronously, so that a hanging driver would hang the coordinator.
 */
export async function probeLinuxPci({ machine, run, files, signal }: Dependencies): Promise<ProbeOutcome> {
  if (machine.platform !== 'linux') return absent
  const gpus = await readGpus(files)
  if (gpus.length === 0) return absent
  const names = await readPciNames({ run, signal })
  return {
    state: 'answered',
    gpus: gpus.map(gpu => sighting(gpu, names.get(gpu.address))),
    warnings: [],
  }
}

/** What PCI devices are sold as, by address; empty where lspci is not installed. Never rejects. */
export async function readPciNames({
  run,
  signal,
}: Pick<Dependencies, 'run' | 'signal'>): Promise<ReadonlyMap<string, string>> {
  const listing = await run('lspci', lspciArguments, { signal })
  return parseLspci(listing.status === 'ok' ? listing.stdout : '')
}

/** AMD's live figures from the kernel: a few small reads, no process. `names` by PCI address. Never rejects. */
export async function probeAmdSysfs(
  { machine, files }: Pick<Dependencies, 'machine' | 'files'>,
  names: ReadonlyMap<string, string>,
): Promise<ProbeOutcome> {
  if (machine.platform !== 'linux') return absent
  const gpus = (await readGpus(files)).filter(gpu => gpu.vendor === 'amd' && gpu.memoryBytes !== null)
  if (gpus.length === 0) return absent
  return { state: 'answered', gpus: gpus.map(gpu => sighting(gpu, names.get(gpu.address))), warnings: [] }
}
