import type { Gpu } from '../../shared/entities'
import type { GpuSighting } from './gpu-sighting'

/** Most trusted first. A vendor's own tool names its cards best; the kernel's and the system's lists come after. */
const trust: readonly Gpu['source'][] = [
  'unified-memory',
  'nvidia-smi',
  'rocm-smi',
  'amd-smi',
  'sysfs',
  'systeminformation',
]

/**
 * One entry for each GPU out of what several probes saw. Cards are not matched one by one, since the sources number and
 * name them differently: for each vendor one source is believed whole, the most trusted one that tells any memory, or
 * else the most trusted one. Largest memory first.
 */
export function mergeGpus(sightings: readonly GpuSighting[]): GpuSighting[] {
  const byVendor = Map.groupBy(sightings, ({ vendor }) => vendor)
  return [...byVendor.values()]
    .flatMap(ofVendor => {
      const sources = trust
        .map(source => ofVendor.filter(sighting => sighting.source === source))
        .filter(({ length }) => length > 0)
      return sources.find(gpus => gpus.some(tellsMemory)) ?? sources[0] ?? []
    })
    .toSorted((a, b) => (b.memoryBytes ?? 0) - (a.memoryBytes ?? 0))
}

function tellsMemory({ memoryBytes }: GpuSighting): boolean {
  return memoryBytes !== null && memoryBytes > 0
}
