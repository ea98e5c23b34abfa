import type { Gpu } from '../../shared/entities'
import type { GpuSighting, ProbeOutcome } from './gpu-sighting'
import type { HardwareDependencies } from './machine'
import { mergeGpus } from './merge-gpus'
import { probeAmdSmi, probeRocmSmi } from './probes/amd-tools'
import { probeApple } from './probes/apple'
import { probeLinuxPci } from './probes/linux-pci'
import { probeNvidia } from './probes/nvidia'
import { probeSystemInformation } from './probes/systeminformation'

export interface DetectedGpus {
  gpus: Gpu[]
  warnings: string[]
}

/** Asks every source that this platform has at once. Never rejects. */
export async function detectGpus(dependencies: HardwareDependencies): Promise<DetectedGpus> {
  const nvidia = probeNvidia(dependencies)
  const outcomes = await Promise.all([
    nvidia,
    probeRocmSmi(dependencies),
    probeAmdSmi(dependencies),
    probeLinuxPci(dependencies),
    probeApple(dependencies),
    nvidia.then(({ state }) => probeSystemInformation(dependencies, state)),
  ])
  const gpus = mergeGpus(outcomes.flatMap(outcome => outcome.gpus))
  return {
    gpus: gpus.map(({ name, vendor, memoryBytes, unified, source }) => ({
      name,
      vendor,
      memoryBytes,
      unified,
      source,
    })),
    warnings: [...outcomes.flatMap(({ warnings }) => warnings), ...silentGpus(gpus, await nvidia)],
  }
}

/** A card that is there but cannot be counted is what a person with a slow answer needs to hear about. */
function silentGpus(gpus: readonly GpuSighting[], nvidia: ProbeOutcome): string[] {
  return gpus
    .filter(({ memoryBytes }) => memoryBytes === null)
    .map(({ name, vendor }) =>
      vendor === 'nvidia' && nvidia.state === 'absent'
        ? `${name} is there but its driver is not: install NVIDIA's driver to use it.`
        : `${name} does not tell how much memory it has, so it is not counted.`,
    )
}
