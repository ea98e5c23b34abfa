import { createGpuReader } from './gpu-reader'
import { type HardwareDependencies, withDefaults } from './machine'
import { parseVmStat } from './parsers/vm-stat'
import type { ResourceSources } from './resource-types'

/** The figures of this machine, or of the one that is passed in. */
export function createResourceSources(
  given: Partial<Omit<HardwareDependencies, 'signal'>> = {},
): ResourceSources {
  const dependencies = withDefaults(given)
  const { machine, run } = dependencies
  return {
    cpuTimes: () => machine.cpuTimes(),
    async memory(signal) {
      const { totalBytes, availableBytes } = machine.memory()
      // macOS counts its file cache as taken, which would show every Mac as full.
      const listing =
        machine.platform === 'darwin' ? await run('/usr/bin/vm_stat', [], { signal }) : undefined
      const counted = listing?.status === 'ok' ? parseVmStat(listing.stdout) : null
      const used = counted ?? totalBytes - availableBytes
      return { totalBytes, usedBytes: Math.round(Math.min(Math.max(0, used), totalBytes)) }
    },
    createGpuReader: () => createGpuReader(dependencies),
  }
}
